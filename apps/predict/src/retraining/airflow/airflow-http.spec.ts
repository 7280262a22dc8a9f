import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AirflowHttp } from './airflow-http.js';

const NOW = new Date('2026-03-01T12:00:00Z');

let answer: { status: number; retryAfter?: string };
const server = createServer((_, response) => {
  const { status, retryAfter } = answer;
  response.writeHead(status, retryAfter === undefined ? {} : { 'Retry-After': retryAfter }).end();
});
let http: AirflowHttp;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { header: () => Promise.resolve('Basic x'), discard: () => {} };
  http = new AirflowHttp(url, credentials, 300_000, { answered: () => {} }, { now: () => NOW });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const retryAfterS = async (retryAfter?: string) => {
  answer = retryAfter === undefined ? { status: 429 } : { status: 429, retryAfter };
  const error: unknown = await http.request('GET', '/').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'AirflowUnavailable' });
  return (error as { retryAfterS: number | undefined }).retryAfterS;
};

test('Retry-After may have a number of seconds', async () => {
  expect(await retryAfterS('17')).toBe(17);
});

test('Retry-After may have a date', async () => {
  expect(await retryAfterS('Sun, 01 Mar 2026 13:00:00 GMT')).toBe(3_600);
  expect(await retryAfterS('Thu, 01 Jan 1970 00:00:00 GMT')).toBe(0);
});

test('a missing or malformed Retry-After is undefined', async () => {
  expect(await retryAfterS()).toBeUndefined();
  expect(await retryAfterS('soon')).toBeUndefined();
});
