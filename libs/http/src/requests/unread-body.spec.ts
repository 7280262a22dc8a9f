import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { DomainError } from '@plumbline/errors';
import express, { type RequestHandler } from 'express';
import { BodyGuard } from './body.guard.js';
import { oneLane } from '../../test/one-lane.js';
import { startToyApp } from '../../test/toy-app.js';
import { discardUnread } from './unread-body.js';

const MB = 2 ** 20;

const guard = new BodyGuard({ limitBytes: MB, inFlightBytes: 100 * MB, forms: false }, oneLane(10));
/** Reads JSON with the guard, and answers with the code of what it refuses. */
const guarded: RequestHandler = (request, response, next) => {
  if (!request.is('application/json')) return next();
  const read = async () => guard.canActivate(new ExecutionContextHost([request, response]));
  read().then(
    () => next(),
    ({ code }: DomainError) => response.status(413).json({ code }),
  );
};

let server: Server;
let client: Socket;
let answer: string;
let failure: string | undefined;

beforeEach(async () => {
  jest.useFakeTimers({
    doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout', 'performance'],
  });
  const app = express().use(discardUnread(), guarded);
  app.use((_request, response) => void response.status(413).json({ code: 'body_too_large' }));
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  [answer, failure] = ['', undefined];
  client.on('error', (error) => (failure = error.message));
});
afterEach(() => {
  jest.useRealTimers();
  client.destroy();
  server.closeAllConnections();
  server.close();
});

const head = (headers: string) => `POST / HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;

/** Sends like `urllib`: everything first, and reads only then. */
async function sendAll(headers: string, chunks: readonly Buffer[]): Promise<void> {
  client.pause();
  client.write(head(headers));
  for (const chunk of chunks) {
    if (!client.write(chunk)) await once(client, 'drain');
  }
}

const closed = async () => {
  const gone = once(client, 'close');
  client.on('data', (chunk) => (answer += chunk.toString())).resume();
  await gone;
};

const body = Array.from({ length: 16 }, () => Buffer.alloc(MB, ' '));
const inChunks = (chunks: readonly Buffer[]) => [
  ...chunks.flatMap((chunk) => [Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]),
  Buffer.from('0\r\n\r\n'),
];

describe('a client that closes the connection and sends everything before it reads', () => {
  test.each([
    ['with a length', `Content-Length: ${16 * MB}\r\n`, body],
    ['in chunks', 'Transfer-Encoding: chunked\r\n', inChunks(body)],
  ])('reads the answer to a body %s', async (_case, headers, chunks) => {
    await sendAll(`Connection: close\r\n${headers}`, chunks);
    await closed();
    expect(failure).toBeUndefined();
    expect(answer).toMatch(/^HTTP\/1.1 413 .*body_too_large/s);
  });

  test.each([
    ['plain', '', randomBytes(24 * MB)],
    ['compressed', 'Content-Encoding: gzip\r\n', gzipSync(randomBytes(24 * MB))],
  ])('reads why the guard refuses a %s body while it is read', async (_case, coding, bytes) => {
    jest.useRealTimers();
    const headers = `Content-Type: application/json\r\n${coding}Transfer-Encoding: chunked\r\n`;
    await sendAll(`Connection: close\r\n${headers}`, inChunks([bytes]));
    await closed();
    expect(failure).toBeUndefined();
    expect(answer).toMatch(/^HTTP\/1.1 413 .*(body_too_large|json_too_complex)/s);
  });
});

test('every service answers so', async () => {
  const toy = await startToyApp('fast');
  jest.useRealTimers();
  client.destroy();
  client = connect(Number(new URL(toy.url).port), '127.0.0.1');
  client.on('error', (error) => (failure = error.message));
  await sendAll(`Connection: close\r\nContent-Length: ${16 * MB}\r\n`, body);
  await closed();
  await toy.app.close();
  expect(failure).toBeUndefined();
  expect(answer).toMatch(/^HTTP\/1.1 404 .*route_not_found/s);
});

test('a connection that stays open is used again after the rest of the body', async () => {
  await sendAll(`Content-Length: ${16 * MB}\r\n`, body);
  client.write(head('Connection: close\r\nContent-Length: 0\r\n'));
  await closed();
  expect(failure).toBeUndefined();
  expect(answer.match(/HTTP\/1.1 413/g)).toHaveLength(2);
});

test.each(['Connection: close\r\n', ''])(
  'a client that falls silent (%j) is left after 5 s',
  async (connection) => {
    const received = once(server, 'request');
    client.write(head(`${connection}Content-Length: 100\r\n`));
    await received;
    await once(
      client.on('data', (chunk) => (answer += chunk.toString())),
      'data',
    );
    jest.advanceTimersByTime(4_000);
    expect(client.destroyed).toBe(false);
    const gone = once(client, 'close');
    jest.advanceTimersByTime(1_000);
    await gone;
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  },
);

test('a body without an end is left after 30 s', async () => {
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const received = once(server, 'request');
  client.write(head('Connection: close\r\nTransfer-Encoding: chunked\r\n'));
  await received;
  const [socket] = await accepted;
  const gone = once(client, 'close');
  client.resume();
  for (let second = 0; second < 30; second += 1) {
    const before = socket.bytesRead;
    client.write('1\r\nx\r\n');
    while (socket.bytesRead === before && !socket.destroyed) await new Promise((next) => setImmediate(next));
    jest.advanceTimersByTime(1_000);
  }
  await gone;
});
