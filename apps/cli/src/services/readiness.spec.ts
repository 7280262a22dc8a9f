import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { becomesReady } from './readiness.js';

let server: Server | undefined;
afterEach(() => new Promise((resolve) => server?.close(resolve)));

/** A service that answers with each status once, and with the last one from then on. */
async function serviceThatAnswers(...statuses: number[]): Promise<{ url: string; paths: string[] }> {
  const paths: string[] = [];
  server = createServer(({ url = '' }, response) => {
    paths.push(url);
    response.writeHead(statuses.length > 1 ? statuses.shift()! : statuses[0]!).end('{}');
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, paths };
}

const { signal } = new AbortController();

test('a service that listens is awaited until it accepts requests', async () => {
  const { url, paths } = await serviceThatAnswers(503, 503, 200);
  expect(await becomesReady(url, { signal })).toBe(true);
  expect(paths).toEqual(['/health/ready', '/health/ready', '/health/ready']);
});

test('a service that stays unready is reported as not ready', async () => {
  const { url } = await serviceThatAnswers(503);
  expect(await becomesReady(url, { signal, patienceMs: 50 })).toBe(false);
});

test('an abort ends the wait', async () => {
  const { url, paths } = await serviceThatAnswers(503);
  const stop = new AbortController();
  const ready = becomesReady(url, { signal: stop.signal });
  while (paths.length === 0) await new Promise(setImmediate);
  stop.abort();
  expect(await ready).toBe(false);
});
