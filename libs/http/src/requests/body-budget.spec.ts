import { once } from 'node:events';
import { createServer, type IncomingMessage, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { DomainError } from '@plumbline/errors';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { BodyGuard } from './body.guard.js';
import { oneLane } from '../../test/one-lane.js';

const PLAIN = 'application/json';
const echo: RequestHandler = ({ body }, response) => void response.json({ body: body as unknown });

describe('the bytes of bodies in flight', () => {
  const budget = 300_000;
  const large = 100_000;
  let target: Server;
  let answered: () => void;
  /** Called with the bytes of a body that are read so far, at first with 0. */
  let received: (bytes: number) => void;
  beforeEach(async () => {
    const options = { limitBytes: budget, inFlightBytes: budget, forms: false };
    const requests = oneLane(100);
    const bounded = new BodyGuard(options, requests);
    const read: RequestHandler = (request, response, next) => {
      const reads = async () => bounded.canActivate(new ExecutionContextHost([request, response]));
      reads().then(() => next(), next);
      response.once('close', () => answered());
      let bytes = 0;
      request.on('data', (chunk: Buffer) => received((bytes += chunk.length)));
      received(bytes);
    };
    target = createServer(express().use(requests.admit, read, echo, refuse)).listen(0, '127.0.0.1');
    [answered, received] = [() => undefined, () => undefined];
    await once(target, 'listening');
  });
  afterEach(() => {
    target.closeAllConnections();
    target.close();
  });

  const begin = (headers: Record<string, string | number>) => {
    const { port } = target.address() as AddressInfo;
    const options = {
      port,
      host: '127.0.0.1',
      method: 'POST',
      headers: { 'Content-Type': PLAIN, ...headers },
    };
    return httpRequest(options).on('error', () => undefined);
  };

  /** Begins a request of so many bytes, of which the last never comes; resolves when the others are read. */
  async function hold(bytes: number) {
    const missing = 1;
    const read = new Promise<void>((resolve) => {
      received = (count) => count === bytes - missing && resolve();
    });
    const request = begin({ 'Content-Length': bytes });
    request.write(`"${'x'.repeat(bytes - 1 - missing)}`);
    await read;
    return request;
  }

  /** Sends headers that declare so many bytes, of which none comes; resolves when the service waits for them. */
  async function declare(bytes: number) {
    const read = new Promise<void>((resolve) => (received = () => resolve()));
    begin({ 'Content-Length': bytes }).flushHeaders();
    await read;
  }

  const post = async (bytes: number) => {
    const { port } = target.address() as AddressInfo;
    const body = JSON.stringify('x'.repeat(bytes - 2));
    const response = await fetch(`http://127.0.0.1:${port}`, {
      method: 'POST',
      headers: { 'Content-Type': PLAIN },
      body,
    });
    await response.arrayBuffer();
    return [response.status, response.headers.get('retry-after')];
  };

  const refuse: ErrorRequestHandler = ({ code, retryAfterS }: DomainError, _request, response, next) => {
    if (response.headersSent) return next();
    response
      .status(503)
      .setHeader('Retry-After', retryAfterS ?? 0)
      .end(code);
  };

  test('are bounded: what is beyond gets 503 at once, what is small is answered', async () => {
    await hold(large);
    await hold(large);
    expect(await post(large)).toEqual([503, '1']);
    expect(await post(1_000)).toEqual([200, null]);
  });

  test('are those that arrived: who only declares a body keeps no other out', async () => {
    for (let count = 0; count < 20; count += 1) await declare(large);
    expect(await post(large)).toEqual([200, null]);
    expect(await post(1_000)).toEqual([200, null]);
  });

  test('are refused from the headers when more are declared than are free', async () => {
    await hold(large);
    await hold(large);
    const request = begin({ 'Content-Length': large });
    request.flushHeaders();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(503);
    request.destroy();
  });

  test('stay bounded when many bodies that were let in arrive at once', async () => {
    const requests = Array.from({ length: 10 }, () => begin({ 'Content-Length': large }));
    let waiting = requests.length;
    let refused = 0;
    const admitted = new Promise<void>((resolve) => {
      received = () => (waiting -= 1) === 0 && resolve();
    });
    for (const request of requests) request.flushHeaders();
    await admitted;
    for (const request of requests) {
      request.once('response', () => (refused += 1)).write(`"${'x'.repeat(large - 2)}`);
    }
    // Two of them fit into the three quarters of the budget that large bodies may take.
    while (refused < requests.length - 2) await new Promise((resolve) => setImmediate(resolve));
    expect(refused).toBe(requests.length - 2);
  });

  test('are given back when a client goes away in the middle of a body', async () => {
    const held = [await hold(large), await hold(large)];
    const closed = new Promise<void>((resolve) => (answered = resolve));
    held[0]?.destroy();
    await closed;
    expect(await post(large)).toEqual([200, null]);
  });

  test('are given back when a request is answered or refused', async () => {
    for (let round = 0; round < 10; round += 1) {
      expect(await post(large)).toEqual([200, null]);
      expect((await post(budget + 1))[0]).toBe(503);
    }
    await hold(large);
    expect(await post(large)).toEqual([200, null]);
  });

  test('count without a declared length, and after decompression', async () => {
    await hold(large);
    await hold(large);
    const body = Buffer.from(JSON.stringify('x'.repeat(large)));
    const chunked = { 'Transfer-Encoding': 'chunked' };
    const packed = gzipSync(body);
    const compressed = { 'Content-Encoding': 'gzip', 'Content-Length': packed.length };
    for (const [headers, bytes] of [
      [chunked, body],
      [compressed, packed],
    ] as const) {
      const request = begin(headers);
      request.end(bytes);
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      expect(response.resume().statusCode).toBe(503);
    }
    expect(packed.length).toBeLessThan(1_000);
  });

  test('do not keep a body out that is alone', async () => {
    expect(await post(budget)).toEqual([200, null]);
  });
});
