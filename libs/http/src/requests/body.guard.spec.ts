import { once } from 'node:events';
import { createServer, type IncomingMessage, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { DomainError } from '@plumbline/errors';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { BodyGuard } from './body.guard.js';
import { oneLane } from '../../test/one-lane.js';

const LIMIT = 1_000;
const PLAIN = 'application/json';

const inFlight = oneLane(10);
const guard = new BodyGuard({ limitBytes: LIMIT, inFlightBytes: 2 * LIMIT, forms: true }, inFlight);
const guarded: RequestHandler = (request, response, next) => {
  const read = async () => guard.canActivate(new ExecutionContextHost([request, response]));
  read().then(() => next(), next);
};
const echo: RequestHandler = ({ body }, response) => void response.json({ body: body as unknown });
const report: ErrorRequestHandler = ({ code, message }: DomainError, _request, response, next) => {
  if (response.headersSent) return next();
  response.json({ code, message });
};

let server: Server;
let peer: Server;
beforeAll(async () => {
  const readJson = express.json({ limit: LIMIT, strict: false });
  server = createServer(express().use(inFlight.admit, guarded, echo, report)).listen(0, '127.0.0.1');
  peer = createServer(express().use(readJson, echo)).listen(0, '127.0.0.1');
  await Promise.all([once(server, 'listening'), once(peer, 'listening')]);
});
afterAll(() => {
  server.close();
  peer.close();
});

/** Sends the parts as packets of their own; with a length unless the headers say otherwise. */
function send(
  parts: readonly Buffer[],
  headers: Record<string, string | number>,
  to = server,
): Promise<string> {
  const { port } = to.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const request = httpRequest({ port, host: '127.0.0.1', method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve(text));
    });
    request.once('error', reject).setNoDelay(true);
    const [last, ...earlier] = [...parts].reverse();
    const sendNext = (): unknown => {
      const part = earlier.pop();
      return part === undefined ? request.end(last) : request.write(part, () => setImmediate(sendNext));
    };
    sendNext();
  });
}

function lengthOf(parts: readonly Buffer[]): Record<string, number> {
  return { 'Content-Length': parts.reduce((bytes, { length }) => bytes + length, 0) };
}

const euro = Buffer.from('{"price":"3 €"}');

describe('JSON is read as body-parser reads it', () => {
  test.each<[string, Buffer[]]>([
    ['an object', [Buffer.from('{"n":1,"s":"é","list":[null,true]}')]],
    ['a single value', [Buffer.from(' 3 ')]],
    ['null', [Buffer.from('null')]],
    ['an empty body', [Buffer.alloc(0)]],
    ['a byte order mark', [Buffer.from('\u{FEFF}{"n":1}')]],
    ['a character split over two packets', [euro.subarray(0, 12), euro.subarray(12)]],
    ['an own __proto__', [Buffer.from('{"__proto__":{"admin":true}}')]],
    ['a body at the limit', [Buffer.from(JSON.stringify('x'.repeat(LIMIT - 2)))]],
  ])('%s', async (_case, parts) => {
    const headers = { 'Content-Type': PLAIN, ...lengthOf(parts) };
    expect(await send(parts, headers)).toBe(await send(parts, headers, peer));
  });
});

test.each([
  ['cut short', '{"n":', 'malformed_json'],
  ['followed by text', '{"n":1} x', 'malformed_json'],
  ['over the limit', JSON.stringify('x'.repeat(LIMIT - 1)), 'body_too_large'],
  ['of more levels than allowed', '['.repeat(33) + ']'.repeat(33), 'json_too_complex'],
])('refuses JSON %s', async (_case, text, code) => {
  const parts = [Buffer.from(text)];
  expect(await send(parts, { 'Content-Type': PLAIN, ...lengthOf(parts) })).toContain(code);
});

test.each([
  ['application/json; charset=utf-8', '{"n":1}', '{"body":{"n":1}}'],
  ['application/json; charset=utf-16', '{"n":1}', 'unsupported_media_type'],
  ['application/x-www-form-urlencoded', 'n=1&s=%C3%A9+e', '{"body":{"n":"1","s":"é e"}}'],
  ['text/csv', 'n', 'unsupported_media_type'],
])('reads or refuses %s', async (type, text, outcome) => {
  const parts = [Buffer.from(text)];
  expect(await send(parts, { 'Content-Type': type, ...lengthOf(parts) })).toContain(outcome);
});

test('reads what comes in chunks of unknown length, up to the limit', async () => {
  const headers = { 'Content-Type': PLAIN, 'Transfer-Encoding': 'chunked' };
  expect(await send([euro], headers)).toBe('{"body":{"price":"3 €"}}');
  expect(await send([Buffer.alloc(LIMIT + 1, ' ')], headers)).toContain('body_too_large');
});

describe.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
])('a body compressed with %s', (coding, compress) => {
  const compressed = (text: string) => {
    const parts = [compress(text)];
    return send(parts, { 'Content-Type': PLAIN, 'Content-Encoding': coding, ...lengthOf(parts) });
  };

  test('is read', async () => expect(await compressed('{"n":1}')).toBe('{"body":{"n":1}}'));

  test('may not expand to more than the limit', async () => {
    expect(await compressed(' '.repeat(20_000_000))).toContain('body_too_large');
  });

  test('may not nest deeper than plain JSON', async () => {
    expect(await compressed('['.repeat(LIMIT))).toContain('json_too_complex');
  });
});

test('refuses what is not compressed as it says', async () => {
  const headers = { 'Content-Type': PLAIN, 'Content-Length': 7 };
  expect(await send([Buffer.from('{"n":1}')], { ...headers, 'Content-Encoding': 'gzip' })).toContain(
    'unreadable_body',
  );
  expect(await send([Buffer.from('{"n":1}')], { ...headers, 'Content-Encoding': 'zip' })).toContain(
    'unsupported_media_type',
  );
});

test('refuses a body that says it is too large without waiting for it', async () => {
  const request = httpRequest({
    port: (server.address() as AddressInfo).port,
    host: '127.0.0.1',
    method: 'POST',
    headers: { 'Content-Type': PLAIN, 'Content-Length': LIMIT + 1 },
  });
  request.flushHeaders();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.setEncoding('utf8');
  expect(await response.reduce((text: string, part: string) => text + part, '')).toContain('body_too_large');
  request.on('error', () => undefined).destroy();
});

describe('a compressed body whose client leaves before it is decompressed', () => {
  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('is not answered and takes no place (%s)', async (coding, compress) => {
    const requests = oneLane(1);
    const bounded = new BodyGuard({ limitBytes: LIMIT, inFlightBytes: LIMIT, forms: false }, requests);
    const outcomes: string[] = [];
    const leaving: RequestHandler = (request, response, next) => {
      request.once('end', () => request.socket.resetAndDestroy());
      Promise.resolve(bounded.canActivate(new ExecutionContextHost([request, response])))
        .then(
          () => outcomes.push('handled'),
          (error: DomainError) => outcomes.push(error.code),
        )
        .finally(next);
    };
    const listening = createServer(express().use(requests.admit, leaving, () => undefined));
    await once(listening.listen(0, '127.0.0.1'), 'listening');
    const parts = [compress('{"n":1}')];
    const headers = { 'Content-Type': PLAIN, 'Content-Encoding': coding, ...lengthOf(parts) };
    for (let round = 0; round < 3; round += 1) {
      await expect(send(parts, headers, listening)).rejects.toThrow();
    }
    while (outcomes.length < 3) await new Promise((resolve) => setImmediate(resolve));
    listening.close();
    expect(outcomes).toEqual(['unreadable_body', 'unreadable_body', 'unreadable_body']);
  });
});

test('a body whose client leaves before the guard runs is refused', async () => {
  let outcome = 'none';
  const late: RequestHandler = async (request, response) => {
    request.socket.resetAndDestroy();
    await once(response, 'close');
    await new Promise((resolve) => setImmediate(resolve));
    const read = async () => guard.canActivate(new ExecutionContextHost([request, response]));
    await read().catch(({ code }: DomainError) => (outcome = code));
  };
  const listening = createServer(express().use(inFlight.admit, late)).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const parts = [Buffer.from('{"n":1}')];
  await send(parts, { 'Content-Type': PLAIN, ...lengthOf(parts) }, listening).catch(() => undefined);
  while (outcome === 'none') await new Promise((resolve) => setImmediate(resolve));
  listening.close();
  expect(outcome).toBe('unreadable_body');
});
