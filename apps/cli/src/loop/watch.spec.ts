import { expect, test } from '@jest/globals';
import { ServiceUnreachable } from '@plumbline/client';
import type { LoopState } from './observer.js';
import { Timeline } from './timeline.js';
import { Watch } from './watch.js';

const running: LoopState = { versions: [1], retrains: 1, tasks: [] };

function watching(...reads: readonly (() => Promise<LoopState>)[]): Watch {
  const left = [...reads];
  const failed = new Promise<never>(() => {});
  return new Watch(() => left.shift()?.() ?? Promise.reject(new Error('read once too often')), {
    timeline: new Timeline(() => {}),
    failed,
  });
}

test('a part that does not answer in time is asked again', async () => {
  const silent = new ServiceUnreachable('Airflow', { url: 'http://127.0.0.1:1' }, 'timeout');
  const watch = watching(
    () => Promise.reject(silent),
    () => Promise.resolve(running),
  );
  expect(await watch.until(({ retrains }) => retrains === 1, 'a run')).toBe(running);
});

test('any other error ends the watch', async () => {
  const watch = watching(() => Promise.reject(new Error('Prometheus does not answer up{: parse error')));
  await expect(watch.until(() => true, 'a run')).rejects.toThrow('parse error');
});
