import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { fetchJwkSet } from './jwk-set.js';

let server: Server;

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
}

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('fetchJwkSet', () => {
  test('returns the document', async () => {
    const url = await serve((_request, response) => response.end('{"keys":[]}'));
    expect(await fetchJwkSet(url)).toEqual({ keys: [] });
  });

  test.each<[string, string, RequestListener]>([
    ['an error status', 'answered 503', (_request, response) => response.writeHead(503).end('{}')],
    ['more than 64 KiB', 'larger than 65536 bytes', (_request, response) => response.end(' '.repeat(70_000))],
    ['a redirect', 'fetch failed', (_request, response) => response.writeHead(302, { location: '/' }).end()],
    ['no JSON', 'JSON', (_request, response) => response.end('<html>')],
  ])('rejects %s', async (_case, reason, listener) => {
    await expect(fetchJwkSet(await serve(listener))).rejects.toThrow(reason);
  });
});
