import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { codeOf } from '@plumbline/errors';
import { startToyApp, type ToyApp } from '../../test/toy-app.js';

const CLIENTS = 32;
const STOPS = 10;

function startToy(drainMs: number, timeoutMs = 5_000): Promise<ToyApp> {
  return startToyApp('fast', 100, undefined, { shutdown: { drainMs, timeoutMs } });
}

/** The status, or the code of the error. */
async function outcomeOf(url: string, agent: Agent): Promise<number | string | undefined> {
  try {
    const [response] = (await once(get(url, { agent }), 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    return response.statusCode;
  } catch (error) {
    return codeOf(error);
  }
}

/** Sends requests on one kept connection until the service accepts no more; returns what they failed with before. */
async function failures(url: string, onAnswer: () => void): Promise<unknown[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const failed: unknown[] = [];
  for (;;) {
    const outcome = await outcomeOf(`${url}/list`, agent);
    if (outcome === 200) onAnswer();
    else if (outcome === 'ECONNREFUSED') break;
    else failed.push(outcome);
  }
  agent.destroy();
  return failed;
}

test(`${STOPS} stops under ${CLIENTS} clients on kept connections reset none and fail no request`, async () => {
  for (let stop = 0; stop < STOPS; stop += 1) {
    const { app, url } = await startToy(100);
    const failed: Promise<unknown[]>[] = [];
    const start = () => new Promise<void>((resolve) => failed.push(failures(url, resolve)));
    await Promise.all(Array.from({ length: CLIENTS }, start));
    await app.close();
    expect((await Promise.all(failed)).flat()).toEqual([]);
  }
});

test('answers a request on a connection that was idle when the service stopped listening', async () => {
  const { app, url } = await startToy(300);
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const received: string[] = [];
  socket.on('data', (data) => received.push(String(data)));
  const request = 'GET /list HTTP/1.1\r\nHost: toy\r\n\r\n';
  socket.write(request);
  await once(socket, 'data');
  const closing = app.close();
  const server = app.nest.getHttpServer() as { listening: boolean };
  while (server.listening) await new Promise((resolve) => setImmediate(resolve));
  received.length = 0;
  socket.write(request);
  await once(socket, 'close');
  expect(received.join('')).toMatch(/^HTTP\/1\.1 200 [^]*Connection: close[^]*\[1,"é",null\]/);
  await closing;
});

test('closes connections that stay idle, well before the deadline', async () => {
  const { app, url } = await startToy(50, 60_000);
  const agent = new Agent({ keepAlive: true });
  expect(await outcomeOf(`${url}/list`, agent)).toBe(200);
  const startedAt = performance.now();
  await app.close();
  expect(performance.now() - startedAt).toBeLessThan(30_000);
  agent.destroy();
});
