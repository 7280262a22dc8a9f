import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** An answer that a test chooses. */
export interface StandInAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: object;
}

/** A request that the server received. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server on a free port that gives chosen answers in turn, the last one repeatedly. */
export class StandInServer {
  readonly received: Received[] = [];
  private constructor(private readonly left: StandInAnswer[]) {}

  static async start(...answers: StandInAnswer[]): Promise<StandInServer> {
    const standIn = new StandInServer(answers);
    await new Promise<void>((resolve) => standIn.server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private readonly server = createServer((request, response) => {
    void text(request).then((body) => {
      this.received.push({ path: request.url ?? '', headers: request.headers, body });
      const answer = this.left.length > 1 ? this.left.shift() : this.left[0];
      const headers = { 'Content-Type': 'application/json', ...answer?.headers };
      response.writeHead(answer?.status ?? 500, headers).end(JSON.stringify(answer?.body ?? {}));
    });
  });
}
