import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startToyApp, type ToyApp } from '../test/toy-app.js';

const json = { 'content-type': 'application/json' };
const requests: [string, string, RequestInit][] = [
  ['a valid body', '/echo/a', { method: 'POST', headers: json, body: '{"n":1,"s":"é"}' }],
  ['all issues of an invalid body', '/echo/a', { method: 'POST', headers: json, body: '{"n":"1","x":2}' }],
  ['malformed JSON', '/echo/a', { method: 'POST', headers: json, body: '{"n":' }],
  ['a body that is no object', '/echo/a', { method: 'POST', headers: json, body: '3' }],
  ['a missing body', '/echo/a', { method: 'POST' }],
  ['a form', '/echo/a', { method: 'POST', body: new URLSearchParams({ n: '1' }) }],
  ['another media type', '/echo/a', { method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'a,b' }],
  [
    'a body over the limit',
    '/echo/a',
    { method: 'POST', headers: json, body: JSON.stringify('x'.repeat(2000)) },
  ],
  ['a malformed URL', '/echo/%zz', { method: 'POST', headers: json, body: '{}' }],
  ['an unknown route', '/nowhere', {}],
  ['an unknown error', '/fail', {}],
  ['a list', '/list', {}],
  ['long lists in an object', '/long', {}],
  ['plain text', '/text', {}],
  ['no content', '/nothing', {}],
  ['HEAD', '/list', { method: 'HEAD' }],
  ['OPTIONS', '/list', { method: 'OPTIONS' }],
  ['health', '/health', {}],
];

async function answer(url: string, init: RequestInit) {
  const response = await fetch(url, init);
  const headers = { ...Object.fromEntries(response.headers), date: 'any', 'x-request-id': 'any' };
  return { status: response.status, headers, body: await response.text() };
}

describe('FastExpressAdapter', () => {
  let fast: ToyApp;
  let stock: ToyApp;
  beforeAll(async () => {
    [fast, stock] = await Promise.all([startToyApp('fast'), startToyApp('stock')]);
  });
  afterAll(() => Promise.all([fast.app.close(), stock.app.close()]));

  test.each(requests)('answers %s as the stock adapter does', async (_case, path, init) => {
    expect(await answer(fast.url + path, init)).toEqual(await answer(stock.url + path, init));
  });

  test('keeps the prototype of requests as the server made them', () => {
    const express = fast.app.nest.getHttpAdapter().getInstance() as { request: object };
    expect(express.request.constructor.name).toBe('ExpressRequest');
  });

  test.each(['fast', 'stock'])(
    'the %s adapter keeps an idle connection as long as the setting says',
    async (name) => {
      const { url } = name === 'fast' ? fast : stock;
      expect((await fetch(`${url}/list`)).headers.get('keep-alive')).toBe('timeout=75');
    },
  );
});
