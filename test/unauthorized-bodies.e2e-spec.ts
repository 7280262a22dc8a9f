import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { documentOf, type Service, services } from './both-services.js';
import type { Operation } from './openapi-samples.js';

const WITH_BODY = ['post', 'put', 'patch', 'delete'];
const OPEN_TO_ANY_TOKEN = ['POST /logout', 'PUT /users/1/password'];

/** Whether only a bearer token opens the operation; OAuth clients authenticate in the body. */
function needsToken(operation: Operation | undefined): boolean {
  const security = operation?.security ?? [];
  return security.length > 0 && security.every((scheme) => 'bearer' in scheme);
}

/** The status that headers get which announce a body that never comes. */
async function statusOf(url: string, method: string, headers: Record<string, string | number>) {
  const sending = request(url, { method, headers: { 'Content-Type': 'application/json', ...headers } });
  sending.on('error', () => undefined).flushHeaders();
  const [answer] = (await once(sending, 'response')) as [IncomingMessage];
  sending.destroy();
  return answer.statusCode;
}

describe.each(services)('%s', (name, start) => {
  let service: Service;
  let routes: [method: string, path: string][];
  beforeAll(async () => {
    service = await start();
    routes = Object.entries((await documentOf(service)).paths).flatMap(([path, operations]) =>
      WITH_BODY.filter((method) => needsToken(operations[method])).map((method): [string, string] => [
        method.toUpperCase(),
        path.replaceAll(/\{\w+\}/g, '1'),
      ]),
    );
  });
  afterAll(() => service.close());

  test.each<[string, Record<string, string | number>]>([
    ['small', { 'Content-Length': 10 }],
    ['large', { 'Content-Length': 1_000_000_000 }],
    ['of unknown length', { 'Transfer-Encoding': 'chunked' }],
    ['compressed', { 'Content-Encoding': 'gzip', 'Content-Length': 100 }],
  ])('no route waits for a body that is %s and comes without the right token', async (_case, size) => {
    expect(routes.length).toBeGreaterThan(name === 'predict' ? 10 : 5);
    const wrongScope = { ...size, Authorization: `Bearer ${service.tokenWithoutScope}` };
    for (const [method, path] of routes) {
      const route = `${method} ${path}`;
      expect([route, await statusOf(service.url + path, method, size)]).toEqual([route, 401]);
      if (OPEN_TO_ANY_TOKEN.includes(route)) continue;
      expect([route, await statusOf(service.url + path, method, wrongScope)]).toEqual([route, 403]);
    }
  });
});
