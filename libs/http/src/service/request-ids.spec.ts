import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startToyApp, type ToyApp } from '../../test/toy-app.js';
import { until } from '../../../../test/until.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let toy: ToyApp;
let records: unknown[][];
beforeEach(async () => {
  records = [];
  const keep = (...record: unknown[]) => void records.push(record);
  toy = await startToyApp('fast', 100, undefined, {
    logRequests: true,
    logger: { log: keep, warn: keep, error: keep },
  });
});
afterEach(() => toy.app.close());

const requestId = async (id?: string) => {
  const headers = id === undefined ? undefined : { 'X-Request-Id': id };
  return (await fetch(`${toy.url}/text`, { headers })).headers.get('x-request-id');
};

const recordOf = (message: string) => until(() => records.find(([text]) => text === message), message);

describe('the request id', () => {
  test('is that of the request', async () => {
    expect(await requestId('order-7/retry:2')).toBe('order-7/retry:2');
  });

  test('is new without one, or with one that a log could not hold', async () => {
    const ids = [
      await requestId(),
      await requestId(),
      await requestId('a "b"'),
      await requestId('x'.repeat(129)),
    ];
    for (const id of ids) expect(id).toMatch(UUID);
    expect(new Set(ids).size).toBe(4);
  });
});

test('a request is logged with its id, trace, route, status and duration', async () => {
  const headers = { 'X-Request-Id': 'a', traceparent: `00-${TRACE}-00f067aa0ba902b7-01` };
  await fetch(`${toy.url}/text`, { headers });
  expect(await recordOf('Request answered')).toEqual([
    'Request answered',
    {
      request_id: 'a',
      trace_id: TRACE,
      method: 'GET',
      endpoint: '/text',
      status: 200,
      duration_ms: expect.any(Number),
    },
    'Requests',
  ]);
});

test('a failure is logged with the id that the client got', async () => {
  const failed = await fetch(`${toy.url}/fail`, { headers: { traceparent: 'nonsense' } });
  expect(failed.status).toBe(500);
  expect(await recordOf('Request failed')).toEqual([
    'Request failed',
    {
      request_id: failed.headers.get('x-request-id'),
      method: 'GET',
      endpoint: '/fail',
      error: expect.stringContaining('Error'),
    },
    'Errors',
  ]);
});
