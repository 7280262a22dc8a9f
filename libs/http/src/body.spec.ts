import { once } from 'node:events';
import { createServer, type IncomingMessage, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DomainError } from '@plumbline/errors';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { readBodies } from './body.js';

const LIMIT = 1_000;
const PLAIN = 'application/json';
/** Means the same, but is not what the service reads by itself. */
const THROUGH_BODY_PARSER = 'application/json; charset=utf-8';

const echo: RequestHandler = ({ body }, response) => void response.json({ body: body as unknown });
const tell: ErrorRequestHandler = ({ code, message }: DomainError, _request, response, next) => {
  if (response.headersSent) return next();
  response.json({ code, message });
};

let server: Server;
beforeAll(async () => {
  const app = express();
  app.use(...(readBodies({ limitBytes: LIMIT, forms: false }) as RequestHandler[]), echo, tell);
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

/** Sends the parts as packets of their own; with a length unless the headers say otherwise. */
function send(parts: readonly Buffer[], headers: Record<string, string | number>): Promise<string> {
  const { port } = server.address() as AddressInfo;
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

describe('plain JSON is read as body-parser reads it', () => {
  test.each<[string, Buffer[]]>([
    ['an object', [Buffer.from('{"n":1,"s":"é","list":[null,true]}')]],
    ['a single value', [Buffer.from(' 3 ')]],
    ['null', [Buffer.from('null')]],
    ['an empty body', [Buffer.alloc(0)]],
    ['a byte order mark', [Buffer.from('\u{FEFF}{"n":1}')]],
    ['bytes that are not UTF-8', [Buffer.from([0x22, 0xff, 0xc3, 0x22])]],
    ['a character split over two packets', [euro.subarray(0, 12), euro.subarray(12)]],
    ['a body cut short', [Buffer.from('{"n":')]],
    ['text after the value', [Buffer.from('{"n":1} x')]],
    ['an own __proto__', [Buffer.from('{"__proto__":{"admin":true}}')]],
    ['a body at the limit', [Buffer.from(JSON.stringify('x'.repeat(LIMIT - 2)))]],
    ['a body over the limit', [Buffer.from(JSON.stringify('x'.repeat(LIMIT - 1)))]],
  ])('%s', async (_case, parts) => {
    const plain = await send(parts, { 'Content-Type': PLAIN, ...lengthOf(parts) });
    expect(plain).toBe(await send(parts, { 'Content-Type': THROUGH_BODY_PARSER, ...lengthOf(parts) }));
  });
});

test('reads what comes in chunks of unknown length, up to the limit', async () => {
  const headers = { 'Content-Type': PLAIN, 'Transfer-Encoding': 'chunked' };
  expect(await send([euro], headers)).toBe('{"body":{"price":"3 €"}}');
  expect(await send([Buffer.alloc(LIMIT + 1, ' ')], headers)).toContain('body_too_large');
});

test('reads what is compressed, up to the limit of what it expands to', async () => {
  const compressed = (text: string) => {
    const parts = [gzipSync(text)];
    return send(parts, { 'Content-Type': PLAIN, 'Content-Encoding': 'gzip', ...lengthOf(parts) });
  };
  expect(await compressed('{"n":1}')).toBe('{"body":{"n":1}}');
  expect(await compressed(' '.repeat(LIMIT + 1))).toContain('body_too_large');
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

describe('an upload', () => {
  const uploads = { path: /^\/files$/, limitBytes: 2 * LIMIT };
  const [refuse, check] = readBodies({ limitBytes: LIMIT, forms: false, uploads }) as RequestHandler[];

  /** The code of the error that a request gets before its body is read. */
  function codeOf(request: { path: string; headers: Record<string, string>; method?: string }): string {
    let refusal: DomainError | undefined;
    const is = (types: string[]) => types.find((type) => request.headers['content-type']?.startsWith(type));
    const given = { method: 'POST', ...request, is } as never;
    for (const handler of [refuse, check])
      handler?.(given, {} as never, (error) => (refusal ??= error as never));
    return refusal?.code ?? 'passed';
  }

  const multipart = { 'content-type': 'multipart/form-data; boundary=x', 'content-length': '10' };

  test.each([
    ['passes as multipart/form-data', '/files', {}, 'passed'],
    ['passes up to a limit of its own', '/files', { 'content-length': '2000' }, 'passed'],
    ['is refused beyond that', '/files', { 'content-length': '2001' }, 'body_too_large'],
    ['is refused as JSON', '/files', { 'content-type': 'application/json' }, 'unsupported_media_type'],
    ['is refused elsewhere', '/other', {}, 'unsupported_media_type'],
    ['has the usual limit elsewhere', '/other', { 'content-length': '1001' }, 'body_too_large'],
  ])('%s', (_case, path, headers, code) => {
    expect(codeOf({ path, headers: { ...multipart, ...headers } })).toBe(code);
  });

  test('is one only when it is posted', () => {
    expect(codeOf({ path: '/files', headers: multipart, method: 'PUT' })).toBe('unsupported_media_type');
  });
});
