import type { Server } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { sleep } from '@plumbline/tasks';
import type { NextFunction, Request, Response } from 'express';
import { HealthChecks } from './health-checks.js';

/** How a service shuts down. */
export interface ShutdownOptions {
  /** Time between "not ready" and the end of accepting connections, in ms: what a load balancer needs. */
  readonly drainMs: number;
  /** Time for requests in flight to end after that, in ms; then their connections are cut. */
  readonly timeoutMs: number;
}

const IDLE_SWEEP_MS = 25;

/** Takes a service out of rotation and closes it without failing a request that it accepted. */
export class GracefulShutdown {
  private draining = false;

  /** Middleware: while draining, every answer asks the client to open a new connection elsewhere. */
  readonly closeConnections = (_request: Request, response: Response, next: NextFunction): void => {
    if (this.draining) response.setHeader('Connection', 'close');
    next();
  };

  constructor(private readonly options: ShutdownOptions) {}

  /** Readiness 503 first, then no new connections, then the module hooks; resolves when all is closed. */
  async close(app: NestExpressApplication): Promise<void> {
    const server: Server = app.getHttpServer();
    app.get(HealthChecks, { strict: false }).startDraining();
    this.draining = true;
    await sleep(this.options.drainMs);
    const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
    const deadline = setTimeout(() => server.closeAllConnections(), this.options.timeoutMs);
    try {
      await app.close();
    } finally {
      clearInterval(sweep);
      clearTimeout(deadline);
    }
  }
}
