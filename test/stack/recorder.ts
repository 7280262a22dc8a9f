import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A row that was predicted, and the features that the answer said to lie outside the reference. */
export interface Recorded {
  readonly row: Readonly<Record<string, unknown>>;
  readonly drift: readonly string[];
}

interface Sent {
  readonly instances: readonly Recorded['row'][];
}

interface Answered {
  readonly predictions: readonly { readonly drift: readonly string[] }[];
}

/** Stands between a client and predict, passes everything on, and keeps the rows of batches with their answers. */
export class Recorder {
  readonly recorded: Recorded[] = [];
  private readonly server: Server;

  private constructor(private readonly predictUrl: string) {
    this.server = createServer((request, response) => {
      this.pass(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  /** Starts to listen. */
  static async start(predictUrl: string): Promise<Recorder> {
    const recorder = new Recorder(predictUrl);
    await new Promise<void>((resolve) => recorder.server.listen(0, '127.0.0.1', resolve));
    return recorder;
  }

  /** Where the client finds it. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Stops listening. */
  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '', headers } = request;
    const sent = await text(request);
    const answer = await fetch(this.predictUrl + url, {
      method,
      headers: {
        authorization: headers.authorization ?? '',
        'content-type': headers['content-type'] ?? 'application/json',
      },
      body: method === 'POST' ? sent : undefined,
    });
    const answered = await answer.text();
    if (answer.status === 200 && url.endsWith('/predict/batch')) this.record(sent, answered);
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(answered);
  }

  private record(sent: string, answered: string): void {
    const { instances } = JSON.parse(sent) as Sent;
    const { predictions } = JSON.parse(answered) as Answered;
    for (const [index, row] of instances.entries()) {
      this.recorded.push({ row, drift: predictions[index]!.drift });
    }
  }
}
