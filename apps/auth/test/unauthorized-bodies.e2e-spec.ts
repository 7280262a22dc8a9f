import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addUser, signIn } from './accounts.js';
import { type AuthService, startAuth } from './auth-service.js';

interface Operation {
  readonly security?: readonly object[];
}

/** Whether the operation is open to those alone who have a token; clients of OAuth authenticate in the body. */
function needsToken(operation: Operation | undefined): boolean {
  const security = operation?.security ?? [];
  return security.length > 0 && security.every((scheme) => 'bearer' in scheme);
}

const OPEN_TO_ANY_TOKEN = ['POST /logout', 'PUT /users/1/password'];
const WITH_BODY = ['post', 'put', 'patch', 'delete'];

let auth: AuthService;
let token: string;
let routes: [method: string, path: string][];
beforeAll(async () => {
  auth = await startAuth();
  token = (await signIn(auth, await addUser(auth, 'pat', 'predict'))).access_token;
  const { paths } = (await (await fetch(`${auth.url}/docs/json`)).json()) as {
    paths: Record<string, Record<string, Operation>>;
  };
  routes = Object.entries(paths).flatMap(([path, operations]) =>
    WITH_BODY.filter((method) => needsToken(operations[method])).map((method): [string, string] => [
      method.toUpperCase(),
      path.replaceAll(/\{\w+\}/g, '1'),
    ]),
  );
});
afterAll(() => auth.close());

/** The answer to headers that promise a body which never comes. */
async function answerToHeaders(method: string, path: string, headers: Record<string, string | number>) {
  const sending = request(auth.url + path, {
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
  expect(routes.length).toBeGreaterThan(5);
  for (const [method, path] of routes) {
    const route = `${method} ${path}`;
    expect([route, await answerToHeaders(method, path, size)]).toEqual([route, 401]);
    if (OPEN_TO_ANY_TOKEN.includes(route)) continue;
    const headers = { ...size, Authorization: `Bearer ${token}` };
    expect([route, await answerToHeaders(method, path, headers)]).toEqual([route, 403]);
  }
});
