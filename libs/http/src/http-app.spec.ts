import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { MetricSet } from '@plumbline/metrics';
import { gate, startToyApp, type ToyApp } from '../test/toy-app.js';
import { HealthChecks } from './service/index.js';

const json = { 'content-type': 'application/json' };

describe('createHttpApp', () => {
  let toy: ToyApp;
  beforeAll(async () => {
    toy = await startToyApp('fast');
  });
  afterAll(() => toy.app.close());

  test.each([
    [400, 'validation_failed', '/echo/a', '{"n":"1","x":2}'],
    [400, 'malformed_json', '/echo/a', '{"n":'],
    [413, 'body_too_large', '/echo/a', JSON.stringify('x'.repeat(2000))],
    [400, 'malformed_url', '/echo/%zz', '{}'],
    [404, 'route_not_found', '/nowhere', '{}'],
  ])('refuses with %i %s at %s', async (status, code, path, body) => {
    const response = await fetch(toy.url + path, { method: 'POST', headers: json, body });
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status, code, type: `urn:plumbline:error:${code}` });
    expect(response.status).toBe(status);
  });

  test('reports every issue with its path', async () => {
    const response = await fetch(`${toy.url}/echo/a`, {
      method: 'POST',
      headers: json,
      body: '{"n":"1","x":2}',
    });
    const { issues } = (await response.json()) as { issues: { path: string[] }[] };
    expect(issues.map(({ path }) => path.join('.'))).toEqual(['n', 's', '']);
  });

  test('tells nothing of an unknown error', async () => {
    const response = await fetch(`${toy.url}/fail`);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('hunter2');
  });

  test('counts requests and errors by route pattern, never by raw path', async () => {
    await fetch(`${toy.url}/echo/a`, { method: 'POST', headers: json, body: '{"n":1,"s":"é"}' });
    await fetch(`${toy.url}/nowhere`);
    const { registry } = toy.app.nest.get(MetricSet, { strict: false });
    const text = await registry.metrics();
    expect(text).toContain(
      'api_requests_total{service="auth",method="POST",endpoint="/echo/:name",status_code="200"}',
    );
    expect(text).toContain(
      'api_errors_total{service="auth",endpoint="unmatched",error_type="route_not_found"}',
    );
    expect(text).not.toContain('/nowhere');
  });

  test('counts uncommon methods together', async () => {
    for (const method of ['PROPFIND', 'PURGE', 'M-SEARCH']) {
      const request = httpRequest(`${toy.url}/nowhere`, { method }).end();
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      response.resume();
    }
    const { registry } = toy.app.nest.get(MetricSet, { strict: false });
    const text = await registry.metrics();
    expect(text).toContain(
      'api_requests_total{service="auth",method="other",endpoint="unmatched",status_code="404"} 3',
    );
    expect(text).not.toMatch(/PROPFIND|PURGE|M-SEARCH/);
  });

  test('a failing check makes the service unready, an optional one only degraded', async () => {
    const { app, url } = await startToyApp('fast');
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

  test('documents the errors of every route', async () => {
    const document = (await (await fetch(`${toy.url}/docs/json`)).json()) as {
      paths: Record<string, Record<string, { responses: object }>>;
      components: { schemas: object };
    };
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    for (const { responses } of operations) {
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '503', 'default']));
    }
    expect(document.components.schemas).toHaveProperty('Problem');
  });

  test.each([
    ['json', 'application/json; charset=utf-8'],
    ['yaml', 'application/yaml'],
    ['swagger-ui-init.js', 'application/javascript; charset=utf-8'],
  ])('serialises /docs/%s once, and answers 304 to clients that have it', async (path, type) => {
    const url = `${toy.url}/docs/${path}`;
    const first = await fetch(url);
    const text = await first.text();
    const stringify = jest.spyOn(JSON, 'stringify');
    const second = await fetch(url);
    expect(stringify).not.toHaveBeenCalled();
    stringify.mockRestore();
    expect(await second.text()).toBe(text);
    expect([first, second].map(({ headers }) => headers.get('content-type'))).toEqual([type, type]);
    const etag = second.headers.get('etag')!;
    expect(etag).toBe(first.headers.get('etag'));
    expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await fetch(url, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
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
    const client = connect(Number(new URL(toy.url).port), '127.0.0.1');
    client.end(request);
    let text = '';
    for await (const chunk of client) text += String(chunk);
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} .*Content-Type: application/problem\\+json`, 's'));
    expect(JSON.parse(body)).toMatchObject({ status, code });
    expect(await toy.app.nest.get(MetricSet, { strict: false }).registry.metrics()).toContain(
      `api_errors_total{service="auth",endpoint="unmatched",error_type="${code}"}`,
    );
  });

  const POST = 'POST /echo/a HTTP/1.1\r\nContent-Type: application/json\r\n';

  test.each([
    [400, 'malformed_request', 'without a Host', 'GET /list HTTP/1.1\r\n\r\n'],
    [400, 'malformed_request', 'with two', 'GET /list HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
    [404, 'route_not_found', 'to a proxy', 'CONNECT elsewhere:443 HTTP/1.1\r\nHost: elsewhere\r\n\r\n'],
    [404, 'route_not_found', 'that expects', 'GET /nowhere HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\n\r\n'],
    [
      413,
      'body_too_large',
      'too large',
      `${POST}Host: x\r\nContent-Length: 9999\r\nExpect: 100-continue\r\n\r\n`,
    ],
  ])('answers %i %s to a request %s', async (status, code, _case, request) => {
    const { head, body } = await exchange(toy.url, request);
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} .*Content-Type: application/problem\\+json`, 's'));
    expect(JSON.parse(body)).toMatchObject({ status, code });
  });

  test('asks a client that waits for it to send its body', async () => {
    const waiting = `${POST}Host: x\r\nContent-Length: 15\r\nExpect: 100-continue\r\n\r\n`;
    const { head, body } = await exchange(toy.url, waiting);
    expect([head, body]).toEqual(['HTTP/1.1 100 Continue', '']);
  });

  test('refuses a body that is not UTF-8', async () => {
    const body = Buffer.concat([Buffer.from('{"n":1,"s":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]);
    const response = await fetch(`${toy.url}/echo/a`, { method: 'POST', headers: json, body });
    expect(await response.json()).toMatchObject({ status: 400, code: 'unreadable_body' });
  });

  test('bounds the time that a client may take to send a request', () => {
    const { headersTimeout, requestTimeout } = toy.app.nest.getHttpServer();
    expect([headersTimeout, requestTimeout]).toEqual([10_000, 60_000]);
  });

  test('keeps a connection without a request open for as long as the setting says', () => {
    expect(toy.app.nest.getHttpServer().keepAliveTimeout).toBe(75_000);
  });

  test('where uploads may take hours, every other body has a minute as before', async () => {
    const uploads = { path: /^\/upload$/, limitBytes: 1000 };
    const { app, url } = await startToyApp('fast', 1, uploads);
    expect(app.nest.getHttpServer().requestTimeout).toBe(4.5 * 3_600_000);
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
    const { app, url } = await startToyApp('fast');
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

/** The first answer to a request that is sent as it is, on a connection that stays open. */
async function exchange(url: string, request: string): Promise<{ head: string; body: string }> {
  const client = connect(Number(new URL(url).port), '127.0.0.1');
  client.write(request);
  const [answer] = (await once(client, 'data')) as [Buffer];
  client.destroy();
  const [head = '', body = ''] = answer.toString().split('\r\n\r\n');
  return { head, body };
}

function answerOf(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    httpRequest(url, (response) => response.resume().once('end', () => resolve(response.statusCode)))
      .once('error', reject)
      .end();
  });
}

describe('pages of other origins', () => {
  const ORIGIN = 'https://app.example.com';
  const preflight = (url: string, origin: string) =>
    fetch(`${url}/echo/a`, {
      method: 'OPTIONS',
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type',
      },
    });

  test('may call the service where the settings name them, and read the headers that matter', async () => {
    const { app, url } = await startToyApp('fast', 100, undefined, { corsOrigins: [ORIGIN] });
    const { status, headers } = await preflight(url, ORIGIN);
    expect([status, headers.get('access-control-allow-origin')]).toEqual([204, ORIGIN]);
    expect(headers.get('access-control-allow-headers')).toBe('authorization,content-type');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('x-request-id')).not.toBeNull();
    const answer = await fetch(`${url}/text`, { headers: { Origin: ORIGIN } });
    expect(answer.headers.get('access-control-expose-headers')).toBe('ETag,Retry-After,X-Request-Id');
    const other = await preflight(url, 'https://evil.example.com');
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    await app.close();
  });

  test('may not by default', async () => {
    const { app, url } = await startToyApp('fast');
    const { status, headers } = await preflight(url, ORIGIN);
    expect([status, headers.get('access-control-allow-origin')]).toEqual([404, null]);
    await app.close();
  });
});

describe('the prefix of a proxy', () => {
  const serversOf = async (url: string, path: string, prefix?: string) => {
    const headers = prefix === undefined ? undefined : { 'X-Forwarded-Prefix': prefix };
    const text = await (await fetch(url + path, { headers })).text();
    return path.endsWith('json') ? (JSON.parse(text) as { servers: unknown }).servers : text;
  };

  test('is the server of the documents for those who come through it', async () => {
    const others = { trustedProxies: ['127.0.0.1'] };
    const { app, url } = await startToyApp('fast', 100, undefined, others);
    expect(await serversOf(url, '/docs/json', '/ml/predict/')).toEqual([{ url: '/ml/predict' }]);
    expect(await serversOf(url, '/docs/json', '/other')).toEqual([{ url: '/other' }]);
    expect(await serversOf(url, '/docs/yaml', '/ml')).toContain('servers:\n  - url: /ml\n');
    expect(await serversOf(url, '/docs/json')).toEqual([]);
    for (const bad of ['ml', '//evil.example.com', '/a b', 'https://evil.example.com']) {
      expect(await serversOf(url, '/docs/json', bad)).toEqual([]);
    }
    await app.close();
  });

  test('is ignored unless the proxy is trusted', async () => {
    const { app, url } = await startToyApp('fast');
    expect(await serversOf(url, '/docs/json', '/ml')).toEqual([]);
    await app.close();
  });
});
