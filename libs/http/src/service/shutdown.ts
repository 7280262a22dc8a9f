import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { Server as TcpServer } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { settledWithin, sleep } from '@plumbline/tasks';
import type { NextFunction, Request, Response } from 'express';
import { HealthChecks } from './health-checks.js';

/** How a service shuts down. */
export interface ShutdownOptions {
  /** Time between "not ready" and the end of accepting connections, in ms: what a load balancer needs. */
  readonly drainMs: number;
  /** Time for requests in flight to end after that, in ms; then their connections are cut. */
  readonly timeoutMs: number;
}

const SWEEP_MS = 25;
/** A connection without a request for this long, or for `drainMs` if that is shorter, is idle. */
const MAX_IDLE_MS = 1_000;

/** More connections than the kernel lets wait. */
const MAX_TURNS = 4_096;
const QUIET_TURNS = 16;

const RESPONSE_FINISHED = 'http.server.response.finish';

/**
 * Takes a service out of rotation and closes it without failing a request. Closing a connection on which a request may be
 * arriving fails that request, and so does closing the listening socket while clients connect. Therefore connections are
 * kept while the service drains. Then it stops listening, and each connection ends with the answer to its next request or
 * when it is idle.
 */
export class GracefulShutdown {
  private isEnding = false;

  /** Middleware: once the service has stopped listening, each answer ends its connection. */
  readonly closeConnections = (_request: Request, response: Response, next: NextFunction): void => {
    if (this.isEnding) response.setHeader('Connection', 'close');
    next();
  };

  constructor(private readonly options: ShutdownOptions) {}

  /** Readiness 503 first, then no new connections, then the module hooks; resolves when all is closed. */
  async close(app: NestExpressApplication): Promise<void> {
    const server: Server = app.getHttpServer();
    app.get(HealthChecks, { strict: false }).startDraining();
    await sleep(this.options.drainMs);
    if (server.listening) await this.endConnections(server);
    await app.close();
  }

  private async endConnections(server: Server): Promise<void> {
    const deadline = setTimeout(() => server.closeAllConnections(), this.options.timeoutMs);
    const closed = once(server, 'close');
    await acceptWaiting(server);
    // The method of an HTTP server would close connections that it takes for idle at once.
    TcpServer.prototype.close.call(server);
    this.isEnding = true;
    const lastKept = new LastKept(server);
    const idleMs = Math.min(this.options.drainMs, MAX_IDLE_MS);
    while ((await settledWithin(SWEEP_MS, closed)) === 'pending') {
      if (lastKept.agoMs < idleMs) continue;
      // The event loop may have been busy all the time: read the requests that wait.
      for (let turns = 0; turns < QUIET_TURNS; turns += 1) await setImmediate();
      server.closeIdleConnections();
    }
    clearTimeout(deadline);
    lastKept.forget();
  }
}

/**
 * Accepts the connections that clients have opened. Those that still wait when the listening socket is closed are reset. Node
 * accepts about one in each turn of the event loop, so none waits after several turns without one.
 */
async function acceptWaiting(server: Server): Promise<void> {
  let quietTurns = 0;
  const restart = (): void => void (quietTurns = 0);
  server.on('connection', restart);
  for (let turns = 0; turns < MAX_TURNS && quietTurns < QUIET_TURNS; turns += 1) {
    await setImmediate();
    quietTurns += 1;
  }
  server.off('connection', restart);
}

/** When a connection last became idle: with an answer that began before the service stopped listening. */
class LastKept {
  private atMs = performance.now();

  constructor(private readonly server: Server) {
    subscribe(RESPONSE_FINISHED, this.note);
  }

  get agoMs(): number {
    return performance.now() - this.atMs;
  }

  forget(): void {
    unsubscribe(RESPONSE_FINISHED, this.note);
  }

  private readonly note = (message: unknown): void => {
    const { response, server } = message as { response: ServerResponse; server: Server };
    if (server === this.server && response.getHeader('Connection') !== 'close') this.atMs = performance.now();
  };
}
