import { beforeEach, expect, test } from '@jest/globals';
import { createMetrics, type MetricSet } from './metric-set.js';

const rent = { model: 'rent', version: '1' };
const drift = { ...rent, method: 'psi' };
let metrics: MetricSet;

beforeEach(() => {
  metrics = createMetrics('predict');
  metrics.names.omit('rent', 1, {
    outcomes: new Set(['high', 'higher']),
    features: new Set(['rooms']),
    binned: new Set(['rooms', 'area']),
  });
});

async function valuesOf(name: 'predictions_total' | 'feature_values_total' | 'drift_score') {
  const { values } = await metrics.get(name).get();
  return values.map(({ labels: { prediction_result, feature, bin }, value }) => [
    prediction_result ?? [feature, bin].filter(Boolean).join(),
    value,
  ]);
}

test('counters add up omitted names as __other__', async () => {
  for (const prediction_result of ['low', 'high', 'higher', 'high'])
    metrics.get('predictions_total').inc({ ...rent, prediction_result });
  expect(await valuesOf('predictions_total')).toEqual([
    ['low', 1],
    ['__other__', 3],
  ]);
});

test('histograms do so, too', async () => {
  const confidence = metrics.get('prediction_confidence_score');
  for (const prediction_result of ['high', 'higher']) confidence.observe({ ...rent, prediction_result }, 0.5);
  expect(await metrics.registry.metrics()).toContain(
    'prediction_confidence_score_count{model="rent",version="1",prediction_result="__other__"} 2\n',
  );
});

test('gauges lack them', async () => {
  for (const feature of ['rooms', 'area']) metrics.get('drift_score').set({ ...drift, feature }, 1);
  expect(await valuesOf('drift_score')).toEqual([['area', 1]]);
});

test('a column without bins is counted in one, with the others', async () => {
  for (const [feature, bin] of [
    ['rooms', '[1,2)'],
    ['area', '[1,2)'],
    ['garden', 'yes'],
  ] as const)
    metrics.get('feature_values_total').inc({ ...rent, feature, bin });
  expect(await valuesOf('feature_values_total')).toEqual([
    ['__other__,__other__', 2],
    ['garden,yes', 1],
  ]);
});

test('other versions, and the version after it is forgotten, have all names', async () => {
  const high = { prediction_result: 'high' };
  metrics.get('predictions_total').inc({ ...rent, version: '2', ...high });
  await metrics.forgetVersion('rent', 1);
  metrics.get('predictions_total').inc({ ...rent, ...high });
  expect(await valuesOf('predictions_total')).toEqual([
    ['high', 1],
    ['high', 1],
  ]);
});
