import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningApp, startApp, tokenFor } from './running-app.js';
import { toyModels } from './toy-models.js';

interface Operation {
  readonly security?: readonly object[];
}

const WITH_BODY = ['post', 'put', 'patch', 'delete'];

let app: RunningApp;
let routes: [method: string, path: string][];
beforeAll(async () => {
  app = await startApp({ PREDICT_MODELS_DIR: toyModels, PREDICT_DEFAULT_MODEL: 'rent' });
  const { paths } = (await app.get('/docs/json')).body as unknown as {
    paths: Record<string, Record<string, Operation>>;
  };
  routes = Object.entries(paths).flatMap(([path, operations]) =>
    WITH_BODY.filter((method) => method in operations).map((method): [string, string] => [
      method.toUpperCase(),
      path.replaceAll(/\{\w+\}/g, '1'),
    ]),
  );
});
afterAll(() => app.close());

/** The answer to headers that promise a body which never comes. */
async function answerToHeaders(method: string, path: string, headers: Record<string, string | number>) {
  const sending = request(app.url + path, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
  });
  sending.on('error', () => undefined).flushHeaders();
  const [answer] = (await once(sending, 'response')) as [IncomingMessage];
  sending.destroy();
  return answer.statusCode;
}

test.each<[string, Record<string, string | number>]>([
  ['small', { 'Content-Length': 10 }],
  ['large', { 'Content-Length': 1_000_000_000 }],
  ['of unknown length', { 'Transfer-Encoding': 'chunked' }],
  ['compressed', { 'Content-Encoding': 'gzip', 'Content-Length': 100 }],
])('no route waits for a body that is %s and comes without the right token', async (_case, size) => {
  expect(routes.length).toBeGreaterThan(10);
  const wrongScope = { Authorization: `Bearer ${tokenFor('')}` };
  for (const [method, path] of routes) {
    const route = `${method} ${path}`;
    expect([route, await answerToHeaders(method, path, size)]).toEqual([route, 401]);
    expect([route, await answerToHeaders(method, path, { ...size, ...wrongScope })]).toEqual([route, 403]);
  }
});
