import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createMetrics, type MetricSet } from './metric-set.js';
import { MetricsText } from './metrics-text.js';

let metrics: MetricSet;
let text: MetricsText;

const count = () => metrics.get('auth_lockouts_total').inc({ limit: 'account' });
const shown = (all: Buffer) => /auth_lockouts_total\{limit="account"\} (\d+)/.exec(all.toString())?.[1];

beforeEach(() => {
  jest.useFakeTimers({ now: 0, doNotFake: ['nextTick', 'setImmediate'] });
  metrics = createMetrics('auth');
  text = new MetricsText(metrics.registry, 1_000);
});
afterEach(() => {
  jest.useRealTimers();
});

test('is rendered once for all who ask within a second', async () => {
  count();
  const render = jest.spyOn(metrics.registry, 'metrics');
  const first = await Promise.all([text.plain(), text.plain()]);
  count();
  jest.advanceTimersByTime(999);
  expect([...first, await text.plain()].map(shown)).toEqual(['1', '1', '1']);
  expect(render).toHaveBeenCalledTimes(1);
  jest.advanceTimersByTime(1);
  expect(shown(await text.plain())).toBe('2');
});

test('shows control characters of labels as escapes', async () => {
  metrics.get('auth_lockouts_total').inc({ limit: 'a\u001b[31m\u009b\nb' });
  const line = (await text.plain())
    .toString()
    .split('\n')
    .find((each) => each.includes('31m'));
  expect(line).toBe(String.raw`auth_lockouts_total{limit="a\\u001b[31m\\u009b\nb"} 1`);
});

test('is compressed once for all who ask for it', async () => {
  count();
  const [one, other] = await Promise.all([text.compressed(), text.compressed()]);
  expect(other).toBe(one);
  expect(gunzipSync(one)).toEqual(await text.plain());
});
