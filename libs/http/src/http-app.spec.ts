import 'reflect-metadata';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Body, Controller, Get, HttpCode, Module, Param, Post } from '@nestjs/common';
import { MetricsModule, MetricSet } from '@plumbline/metrics';
import { z } from 'zod';
import type { UploadOptions } from './body.js';
import { HealthChecks } from './health-checks.js';
import { HealthModule } from './health.module.js';
import { createHttpApp, type HttpApp } from './http-app.js';

const gate = { open: () => {}, entered: () => {} };

@Controller()
class ToyController {
  @Post('echo/:name')
  @HttpCode(200)
  echo(
    @Param('name') name: string,
    @Body({ schema: z.strictObject({ n: z.number(), s: z.string() }) }) body: object,
  ) {
    return { name, ...body };
  }

  @Get('fail')
  fail() {
    throw new Error('password=hunter2');
  }

  @Get('list')
  list() {
    return [1, 'é', null];
  }

  @Get('text')
  text() {
    return 'plain';
  }

  @Get('nothing')
  nothing() {}

  @Get('slow')
  async slow() {
    await new Promise<void>((resolve) => {
      gate.open = resolve;
      gate.entered();
    });
    return { done: true };
  }
}

@Module({ imports: [MetricsModule.forService('auth'), HealthModule], controllers: [ToyController] })
class ToyModule {}

interface Running {
  app: HttpApp;
  url: string;
}

async function start(
  adapter: 'fast' | 'stock',
  maxInFlight = 100,
  uploads?: UploadOptions,
): Promise<Running> {
  const app = await createHttpApp(ToyModule, {
    adapter,
    body: { limitBytes: 1000, inFlightBytes: 10_000, forms: true, uploads },
    errors: {},
    keepAliveTimeoutMs: 75_000,
    maxInFlight,
    openApi: { title: 'Toy', description: 'Toy' },
    shutdown: { drainMs: 0, timeoutMs: 2000 },
    logger: false,
  });
  return { app, url: await app.listen(0, '127.0.0.1') };
}

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
  ['plain text', '/text', {}],
  ['no content', '/nothing', {}],
  ['HEAD', '/list', { method: 'HEAD' }],
  ['OPTIONS', '/list', { method: 'OPTIONS' }],
  ['health', '/health', {}],
];

async function answer(url: string, init: RequestInit) {
  const response = await fetch(url, init);
  const headers = { ...Object.fromEntries(response.headers), date: 'any' };
  return { status: response.status, headers, body: await response.text() };
}

describe('createHttpApp', () => {
  let fast: Running;
  let stock: Running;
  beforeAll(async () => {
    [fast, stock] = await Promise.all([start('fast'), start('stock')]);
  });
  afterAll(() => Promise.all([fast.app.close(), stock.app.close()]));

  test.each(requests)('answers %s as the stock adapter does', async (_case, path, init) => {
    expect(await answer(fast.url + path, init)).toEqual(await answer(stock.url + path, init));
  });

  test('keeps the prototype of requests as the server made them', () => {
    const express = fast.app.nest.getHttpAdapter().getInstance() as { request: object };
    expect(express.request.constructor.name).toBe('ExpressRequest');
  });

  test.each([
    [400, 'validation_failed', '/echo/a', '{"n":"1","x":2}'],
    [400, 'malformed_json', '/echo/a', '{"n":'],
    [413, 'body_too_large', '/echo/a', JSON.stringify('x'.repeat(2000))],
    [400, 'malformed_url', '/echo/%zz', '{}'],
    [404, 'route_not_found', '/nowhere', '{}'],
  ])('refuses with %i %s at %s', async (status, code, path, body) => {
    const response = await fetch(fast.url + path, { method: 'POST', headers: json, body });
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status, code, type: `urn:plumbline:error:${code}` });
    expect(response.status).toBe(status);
  });

  test('reports every issue with its path', async () => {
    const response = await fetch(`${fast.url}/echo/a`, {
      method: 'POST',
      headers: json,
      body: '{"n":"1","x":2}',
    });
    const { issues } = (await response.json()) as { issues: { path: string[] }[] };
    expect(issues.map(({ path }) => path.join('.'))).toEqual(['n', 's', '']);
  });

  test('tells nothing of an unknown error', async () => {
    const { status, body } = await answer(`${fast.url}/fail`, {});
    expect(status).toBe(500);
    expect(body).not.toContain('hunter2');
  });

  test('counts requests and errors by route pattern, never by raw path', async () => {
    const { registry } = fast.app.nest.get(MetricSet, { strict: false });
    const text = await registry.metrics();
    expect(text).toContain(
      'api_requests_total{service="auth",method="POST",endpoint="/echo/:name",status_code="200"}',
    );
    expect(text).toContain(
      'api_errors_total{service="auth",endpoint="unmatched",error_type="route_not_found"}',
    );
    expect(text).not.toContain('/nowhere');
  });

  test('a failing check makes the service unready, an optional one only degraded', async () => {
    const { app, url } = await start('fast');
    const health = app.nest.get(HealthChecks, { strict: false });
    health.add('cache', () => false, { required: false });
    expect(await (await fetch(`${url}/health`)).json()).toEqual({
      status: 'degraded',
      checks: { cache: 'failing' },
    });
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    health.add('database', () => Promise.reject(new Error('down')));
    expect((await fetch(`${url}/health/ready`)).status).toBe(503);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    await app.close();
  });

  test('answers 503 with Retry-After beyond the limit of requests in flight, but still serves probes', async () => {
    const { app, url } = await start('fast', 1);
    const entered = new Promise<void>((resolve) => (gate.entered = resolve));
    const slow = fetch(`${url}/slow`);
    await entered;
    const refused = await fetch(`${url}/list`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    gate.open();
    expect((await slow).status).toBe(200);
    await app.close();
  });

  test('an aborted connection with requests that wait behind another leaves nothing in flight', async () => {
    const { app, url } = await start('fast', 2);
    for (let round = 0; round < 2; round += 1) {
      const entered = new Promise<void>((resolve) => (gate.entered = resolve));
      const accepted = once(app.nest.getHttpServer(), 'connection') as Promise<[Socket]>;
      const client = connect(Number(new URL(url).port), '127.0.0.1');
      client.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET /list HTTP/1.1\r\nHost: x\r\n\r\n');
      await entered;
      const [socket] = await accepted;
      const closed = new Promise((resolve) => socket.once('close', resolve));
      client.resetAndDestroy();
      await closed;
      gate.open();
    }
    expect((await fetch(`${url}/list`)).status).toBe(200);
    await app.close();
    expect(await app.nest.get(MetricSet).registry.metrics()).toContain('active_requests{service="auth"} 0');
  });

  test('requests whose bodies never arrive take no place from others', async () => {
    const { app, url } = await start('fast', 1);
    const accepted = once(app.nest.getHttpServer(), 'request');
    const client = connect(Number(new URL(url).port), '127.0.0.1');
    client.write(
      'POST /echo/a HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    );
    await accepted;
    expect((await fetch(`${url}/list`)).status).toBe(200);
    client.resetAndDestroy();
    await app.close();
  });

  test('documents the errors of every route', async () => {
    const document = (await (await fetch(`${fast.url}/docs/json`)).json()) as {
      paths: Record<string, Record<string, { responses: object }>>;
      components: { schemas: object };
    };
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(operations.filter(({ responses }) => !('default' in responses))).toEqual([]);
    expect(document.components.schemas).toHaveProperty('Problem');
  });

  test.each([
    [400, 'malformed_request', 'NOT HTTP\r\n\r\n'],
    [
      400,
      'malformed_request',
      'POST /echo/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    ],
    [431, 'headers_too_large', `GET /list HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(100_000)}\r\n\r\n`],
  ])('what the HTTP parser refuses is answered %i %s', async (status, code, request) => {
    const client = connect(Number(new URL(fast.url).port), '127.0.0.1');
    client.end(request);
    let text = '';
    for await (const chunk of client) text += String(chunk);
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} .*Content-Type: application/problem\\+json`, 's'));
    expect(JSON.parse(body)).toMatchObject({ status, code });
    expect(await fast.app.nest.get(MetricSet, { strict: false }).registry.metrics()).toContain(
      `api_errors_total{service="auth",endpoint="unmatched",error_type="${code}"}`,
    );
  });

  test('bounds the time that a client may take to send a request', () => {
    const { headersTimeout, requestTimeout } = fast.app.nest.getHttpServer();
    expect([headersTimeout, requestTimeout]).toEqual([10_000, 60_000]);
  });

  test.each(['fast', 'stock'])(
    'the %s adapter keeps an idle connection as long as the setting says',
    async (name) => {
      const { url } = name === 'fast' ? fast : stock;
      expect((await fetch(`${url}/list`)).headers.get('keep-alive')).toBe('timeout=75');
    },
  );

  test('where uploads may take hours, every other body has a minute as before', async () => {
    const uploads = { path: /^\/upload$/, limitBytes: 1000 };
    const { app, url } = await start('fast', 1, uploads);
    expect(app.nest.getHttpServer().requestTimeout).toBe(4 * 3_600_000);
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout', 'performance'],
    });
    const accepted = once(app.nest.getHttpServer(), 'request');
    const client = connect(Number(new URL(url).port), '127.0.0.1');
    client.write(
      'POST /echo/a HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
    );
    await accepted;
    let answer = '';
    const closed = once(
      client.on('data', (chunk) => (answer += chunk.toString())),
      'close',
    );
    jest.advanceTimersByTime(60_000);
    jest.useRealTimers();
    // Closing cuts what is still open, after its time for requests in flight.
    await Promise.all([closed, app.close()]);
    expect(answer).toMatch(/^HTTP\/1.1 408 .*request_timeout/s);
  });

  test('closing lets a request in flight end, then refuses connections', async () => {
    const { app, url } = await start('fast');
    const entered = new Promise<void>((resolve) => (gate.entered = resolve));
    const slow = answerOf(`${url}/slow`);
    await entered;
    const closed = app.close();
    gate.open();
    expect(await slow).toBe(200);
    await closed;
    await expect(fetch(`${url}/list`)).rejects.toThrow();
  });
});

function answerOf(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest(url, (response) => response.resume().once('end', () => resolve(response.statusCode)))
      .once('error', reject)
      .end();
  });
}
