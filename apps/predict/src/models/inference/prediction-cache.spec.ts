import { beforeEach, describe, expect, test } from '@jest/globals';
import { createMetrics } from '@plumbline/metrics';
import type { FeatureRow } from '../manifest/index.js';
import { PredictionCache } from './prediction-cache.js';

const metrics = createMetrics('predict');
let cache: PredictionCache;
let runs: FeatureRow[];

beforeEach(() => {
  metrics.registry.resetMetrics();
  cache = new PredictionCache(3, metrics, { model: 'rent', version: 2 });
  runs = [];
});

/** Predicts the area, and records every run. */
function run(rows: readonly FeatureRow[]) {
  runs.push(...rows);
  return Promise.resolve(rows.map(({ area }) => ({ prediction: Number(area) })));
}

const flat = (area: number): FeatureRow => ({ area, district: 'centre' });
const ask = (...areas: number[]) => cache.predictAll(areas.map(flat), run);

async function value(name: 'cache_size' | 'prediction_cache_hits_total' | 'prediction_cache_misses_total') {
  const { values } = await metrics.get(name).get();
  return values.map(({ labels, value: count }) => ({ ...labels, count }));
}

describe('PredictionCache', () => {
  test('runs a row once and gives equal rows the same prediction', async () => {
    expect(await ask(10, 20)).toEqual([{ prediction: 10 }, { prediction: 20 }]);
    expect(await ask(20, 30, 10)).toEqual([{ prediction: 20 }, { prediction: 30 }, { prediction: 10 }]);
    expect(runs).toEqual([flat(10), flat(20), flat(30)]);
    const again = await cache.predict(flat(30), () => Promise.reject(new Error('it runs again')));
    expect(again).toEqual({ prediction: 30 });
  });

  test('distinguishes rows by the value and type of every feature', async () => {
    await ask(10);
    await cache.predictAll(
      [
        { area: '10', district: 'centre' },
        { area: 10, district: null },
      ],
      run,
    );
    expect(runs).toHaveLength(3);
  });

  test('forgets the row that was not asked for the longest', async () => {
    await ask(1, 2, 3);
    await ask(1);
    await ask(4);
    runs = [];
    await ask(1, 3, 4);
    expect(runs).toEqual([]);
    await ask(2);
    expect(runs).toEqual([flat(2)]);
  });

  test('keeps nothing of a run that fails', async () => {
    await expect(cache.predict(flat(1), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await ask(1);
    expect(runs).toEqual([flat(1)]);
  });

  test('counts hits, misses and entries from the start', async () => {
    const version = { model: 'rent', version: '2' };
    expect(await value('cache_size')).toEqual([{ ...version, count: 0 }]);
    expect(await value('prediction_cache_hits_total')).toEqual([{ ...version, count: 0 }]);
    await ask(1, 2, 3, 4);
    await ask(4);
    expect(await value('cache_size')).toEqual([{ ...version, count: 3 }]);
    expect(await value('prediction_cache_hits_total')).toEqual([{ ...version, count: 1 }]);
    expect(await value('prediction_cache_misses_total')).toEqual([{ ...version, count: 4 }]);
  });
});
