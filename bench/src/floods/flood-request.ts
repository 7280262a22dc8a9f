import { type Agent, request } from 'node:http';

/** A request of a flood. */
export interface FloodRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What the thread of a flood does. */
export interface FloodOrder {
  readonly url: string;
  readonly request: FloodRequest;
  readonly connections: number;
}

/** Resolves with the status when the answer has arrived. */
export function send(
  url: string,
  { method, path, headers = {}, body }: FloodRequest,
  agent: Agent,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const sent = request(url + path, { method, agent, headers: { ...headers, ...length } }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    sent.once('error', reject).end(body);
  });
}
