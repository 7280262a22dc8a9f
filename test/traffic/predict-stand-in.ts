import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answer that a test chooses. */
export interface ChosenAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: object;
}

/** Stands in for predict where a test needs answers that the real one rarely gives. */
export class PredictStandIn {
  private constructor(
    readonly url: string,
    readonly close: () => Promise<void>,
  ) {}

  /** @param answers to what is posted, in turn; the last one again and again. */
  static async start(answers: readonly ChosenAnswer[]): Promise<PredictStandIn> {
    const left = [...answers];
    const server = createServer((request, response) => {
      request.resume();
      request.on('end', () => {
        const isPost = request.method === 'POST';
        send(response, isPost ? (left.length > 1 ? left.shift()! : left[0]!) : models);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new PredictStandIn(`http://127.0.0.1:${port}`, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
  }
}

const models = { status: 200, body: { models: [{ name: 'heart-disease', champion: 1 }] } };

/** What `POST /models/heart-disease/predict` answers. */
export const prediction = {
  status: 200,
  body: { prediction_id: 'one', version: 1, prediction: 'disease', drift: ['age'] },
};

function send(response: ServerResponse, { status, headers, body = {} }: ChosenAnswer): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}
