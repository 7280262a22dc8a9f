import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import express from 'express';
import { limitBodies } from './receiving-limit.js';

const MINUTE_MS = 60_000;
/** At the minimum rate of an upload. */
const BYTES_A_MINUTE = 60 * 32 * 1024;
const uploads = { path: /^\/upload$/, limitBytes: 10_000_000 };

let server: Server;
let client: Socket;
let answer: string;

beforeEach(async () => {
  jest.useFakeTimers({
    doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout', 'performance'],
  });
  const app = express().use(limitBodies(uploads));
  app.post('/upload', (request, response) => {
    if (request.headers.authorization === undefined) return void response.status(401).end();
    request.resume().on('end', () => response.end());
  });
  app.post('/row', (request, response) => void request.resume().on('end', () => response.end()));
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  answer = '';
  client.on('error', () => undefined).on('data', (chunk) => (answer += chunk.toString()));
});
afterEach(() => {
  jest.useRealTimers();
  client.destroy();
  server.close();
});

/** Sends the headers of a request and resolves when the server has them. */
async function begin(path: string, length: number, headers = ''): Promise<Socket> {
  const accepted = once(server, 'request') as Promise<[{ socket: Socket }]>;
  client.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n${headers}\r\n`);
  return (await accepted)[0].socket;
}

/** Sends a part of the body and resolves when the server has it. */
async function send(bytes: number, socket: Socket): Promise<void> {
  const enough = socket.bytesRead + bytes;
  client.write(Buffer.alloc(bytes));
  while (socket.bytesRead < enough) await new Promise((resolve) => setImmediate(resolve));
}

/** Resolves when the connection is gone, however it went. */
const closed = () => new Promise((resolve) => client.once('close', resolve));

const token = 'Authorization: Bearer x\r\n';

test('a body that is not there after a minute is answered 408 and the connection closed', async () => {
  await begin('/row', 100_000);
  client.write(Buffer.alloc(90_000));
  jest.advanceTimersByTime(MINUTE_MS);
  await closed();
  expect(answer).toMatch(/^HTTP\/1.1 408 /);
});

test('a body of which hardly anything arrives is answered 408 after 10 s', async () => {
  const socket = await begin('/row', 100_000);
  await send(20_000, socket);
  jest.advanceTimersByTime(10_000);
  await send(1, socket);
  expect(answer).toBe('');
  jest.advanceTimersByTime(10_000);
  await closed();
  expect(answer).toMatch(/^HTTP\/1.1 408 /);
});

test('an upload goes on for as long as it moves', async () => {
  const socket = await begin('/upload', 3 * BYTES_A_MINUTE, token);
  for (let minute = 0; minute < 3; minute += 1) {
    await send(BYTES_A_MINUTE, socket);
    jest.advanceTimersByTime(MINUTE_MS);
  }
  await once(client, 'data');
  expect(answer).toMatch(/^HTTP\/1.1 200 /);
});

test('an upload that hardly moves is answered 408', async () => {
  const socket = await begin('/upload', 3 * BYTES_A_MINUTE, token);
  await send(BYTES_A_MINUTE, socket);
  jest.advanceTimersByTime(MINUTE_MS);
  client.write(Buffer.alloc(BYTES_A_MINUTE / 2));
  jest.advanceTimersByTime(MINUTE_MS);
  await closed();
  expect(answer).toMatch(/^HTTP\/1.1 408 /);
});

test('an upload that was refused is not listened to for more than a minute', async () => {
  await begin('/upload', 300_000);
  await once(client, 'data');
  client.write(Buffer.alloc(100_000));
  jest.advanceTimersByTime(MINUTE_MS);
  await closed();
  expect(answer).toMatch(/^HTTP\/1.1 401 /);
});

test('a connection is used again after a body that arrived in time', async () => {
  const socket = await begin('/row', 10);
  client.write(Buffer.alloc(10));
  await once(client, 'data');
  jest.advanceTimersByTime(2 * MINUTE_MS);
  expect(await begin('/row', 10)).toBe(socket);
});
