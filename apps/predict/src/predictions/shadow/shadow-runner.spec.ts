import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { createMetrics, type MetricSet } from '@plumbline/metrics';
import { ScratchRepository } from '../../../test/toy-models.js';
import { toyRecord } from '../../../test/toy-records.js';
import { until } from '../../../../../test/until.js';
import { loadRegistry, runOptions } from '../../../test/load-registry.js';
import type { ModelRegistry } from '../../models/registry/index.js';
import { ShadowMetrics } from './shadow-metrics.js';
import { ShadowRunner } from './shadow-runner.js';

Logger.overrideLogger(false);

let repository: ScratchRepository;
let metrics: MetricSet;
let registry: ModelRegistry;
let runner: ShadowRunner;

beforeEach(async () => {
  repository = new ScratchRepository();
  repository.point('rent', { champion: 1, previous: null, challenger: 2 });
  metrics = createMetrics('predict');
  const options = { dir: repository.path, defaultName: 'rent', ...runOptions };
  registry = await loadRegistry(options, metrics);
  runner = new ShadowRunner(registry, new ShadowMetrics(metrics));
});
afterEach(async () => {
  await registry.onApplicationShutdown();
  repository.delete();
});

const features = { area: 10, rooms: 1, balcony: false, district: 'centre' };
const answered = (version = 1) => toyRecord({ model: 'rent', version, features, prediction: 200 });

async function counted(): Promise<Record<string, number>> {
  const { values } = await metrics.get('shadow_predictions_total').get();
  return Object.fromEntries<number>(values.map(({ labels, value }) => [String(labels.result), value]));
}

const nothing = { agreed: 0, disagreed: 0, failed: 0, dropped: 0 };

describe('observe', () => {
  test('lets the challenger predict later what the champion answered, and keeps its predictions', async () => {
    const record = answered();
    runner.observe([record]);
    expect(await counted()).toEqual(nothing);
    await until(async () => (await counted())['disagreed'] === 1);
    // 50 + 13 * 10 + 30 where the champion has 12 instead of 13.
    expect(runner.takeOutcomes()).toEqual([{ predictionId: record.id, version: 2, predicted: '210' }]);
    expect(runner.takeOutcomes()).toEqual([]);
  });

  test('ignores rows that another version or model answered', async () => {
    runner.observe([answered(2), toyRecord({ model: 'parity', version: 1 })]);
    runner.observe([answered()]);
    await until(async () => (await counted())['disagreed'] === 1);
    expect(await counted()).toEqual({ ...nothing, disagreed: 1 });
  });

  test('drops rows beyond the queue limit', async () => {
    runner.observe(Array.from({ length: 1_500 }, () => answered()));
    expect(await counted()).toEqual({ ...nothing, dropped: 476 });
    await until(async () => (await counted())['disagreed'] === 1_024);
  });

  test('counts rows on which the challenger fails, and continues', async () => {
    runner.observe([{ ...answered(), features: { area: 'wide' } }, answered()]);
    await until(async () => (await counted())['disagreed'] === 1);
    expect(await counted()).toEqual({ ...nothing, failed: 1, disagreed: 1 });
  });

  test('does nothing without a challenger', async () => {
    repository.point('rent', { champion: 1, previous: null, challenger: null });
    registry.replace({ served: registry.list(), unavailable: [], aliases: new Map() });
    runner.observe([answered()]);
    expect([runner.current.size, await counted()]).toEqual([0, nothing]);
  });
});

describe('giveBack', () => {
  test('keeps outcomes for the next save, the latest when there are too many', () => {
    const outcomes = Array.from({ length: 10_001 }, (_, index) => ({
      predictionId: String(index),
      version: 2,
      predicted: '1',
    }));
    runner.giveBack(outcomes);
    expect(runner.takeOutcomes()).toEqual(outcomes.slice(1));
  });
});
