import { once } from 'node:events';
import { createServer, Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, Socket } from 'node:net';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { limitUnread } from './sending-limit.js';

const MINUTE_MS = 60_000;
/** More than the buffers of both ends hold. */
const LARGE = Buffer.alloc(32 * 2 ** 20);

let server: Server;
let client: Socket;

beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout'] });
  server = createServer();
  limitUnread(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
});
afterEach(() => {
  jest.useRealTimers();
  client.destroy();
  server.close();
});

/** Sends a request and resolves with the server's answer to fill. */
async function begin(): Promise<ServerResponse> {
  const accepted = once(server, 'request') as Promise<[object, ServerResponse]>;
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  return (await accepted)[1];
}

/** Moves the clock on in the steps in which the server looks. */
function pass(ms: number): void {
  for (let passed = 0; passed < ms; passed += 5_000) jest.advanceTimersByTime(5_000);
}

test('a connection whose client reads nothing of its answer for a minute is closed', async () => {
  client.pause();
  const response = await begin();
  const closed = once(response, 'close');
  response.end(LARGE);
  pass(MINUTE_MS + 5_000);
  await closed;
  let received = 0;
  client.on('data', (chunk) => (received += chunk.length)).resume();
  await once(client, 'close');
  expect(received).toBeLessThan(LARGE.length);
});

test.each([
  [100, true],
  [100_000, false],
])('a client that reads %i bytes a minute is left: %s', (bytesAMinute, isLeft) => {
  const sockets = new Server().removeAllListeners('connection');
  limitUnread(sockets);
  const socket = new Socket();
  let sent = 0;
  Object.defineProperties(socket, {
    writableLength: { get: () => LARGE.length - sent },
    bytesWritten: { get: () => LARGE.length },
  });
  sockets.emit('connection', socket);
  for (let minute = 0; minute < 3; minute += 1) {
    sent += bytesAMinute;
    pass(MINUTE_MS);
  }
  expect(socket.destroyed).toBe(isLeft);
  sockets.emit('close');
});

test('a client that reads slowly gets its whole answer', async () => {
  client.pause();
  const response = await begin();
  const finished = once(response, 'finish');
  let received = 0;
  client.on('data', (chunk) => (received += chunk.length));
  client.pause();
  for (let part = 0; part < 4; part += 1) {
    response.write(LARGE);
    pass(MINUTE_MS - 10_000);
    client.resume();
    while (response.writableLength > 0) await new Promise((resolve) => setImmediate(resolve));
    client.pause();
  }
  response.end();
  client.resume();
  await finished;
  expect(received).toBeGreaterThan(3 * LARGE.length);
});

test('a connection whose answer is not ready yet stays open', async () => {
  const response = await begin();
  pass(10 * MINUTE_MS);
  response.end('late');
  const [answer] = (await once(client, 'data')) as [Buffer];
  expect(answer.toString()).toContain('late');
});
