import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { MetricSet } from '@plumbline/metrics';
import { gate, startToyApp } from '../../test/toy-app.js';

/** The first line of the answer to a request for exactly this target, which `fetch` would change. */
async function statusLine(url: string, target: string): Promise<string> {
  const client = connect(Number(new URL(url).port), '127.0.0.1');
  client.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  const [answer] = (await once(client, 'data')) as [Buffer];
  client.destroy();
  return answer.toString().split('\r\n', 1)[0] ?? '';
}

describe('admission', () => {
  test('answers 503 with Retry-After while all places of a lane are taken, and serves probes and other lanes', async () => {
    const { app, url } = await startToyApp('fast', 1);
    const entered = new Promise<void>((resolve) => (gate.entered = resolve));
    const slow = fetch(`${url}/slow`);
    await entered;
    const refused = await fetch(`${url}/list`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(await refused.json()).toMatchObject({
      code: 'overloaded',
      detail: 'More than 1 requests of the lane "requests" are in flight; try again shortly.',
    });
    expect((await fetch(`${url}/text`)).status).toBe(200);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    gate.open();
    expect((await slow).status).toBe(200);
    expect((await fetch(`${url}/list`)).status).toBe(200);
    await app.close();
    const metrics = await app.nest.get(MetricSet).registry.metrics();
    expect(metrics).toContain('requests_refused_total{service="auth",lane="requests"} 1');
    expect(metrics).toContain('requests_refused_total{service="auth",lane="texts"} 0');
    expect(metrics).toContain(
      'api_errors_total{service="auth",endpoint="unmatched",error_type="overloaded"} 1',
    );
  });

  test.each(['http://elsewhere/list', '/list?/text', '/list#/text', '/list/#', '/health-of-list', '/LIST'])(
    'a request for %s takes a place in the lane of its path',
    async (target) => {
      const { app, url } = await startToyApp('fast', 1);
      const entered = new Promise<void>((resolve) => (gate.entered = resolve));
      const slow = fetch(`${url}/slow`);
      await entered;
      expect(await statusLine(url, target)).toContain(' 503 ');
      gate.open();
      expect((await slow).status).toBe(200);
      await app.close();
    },
  );

  test('an aborted connection with requests that wait behind another leaves nothing in flight', async () => {
    const { app, url } = await startToyApp('fast', 2);
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
    const { app, url } = await startToyApp('fast', 1);
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
});
