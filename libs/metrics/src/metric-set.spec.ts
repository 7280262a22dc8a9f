import { expect, test } from '@jest/globals';
import { createMetrics } from './metric-set.js';

test('the series of a forgotten model version are gone from every family, and only those', async () => {
  const metrics = createMetrics('predict');
  for (const version of ['1', '2']) {
    metrics.get('model_loaded').set({ model: 'rent', version }, 1);
    metrics.get('predictions_total').inc({ model: 'rent', version, prediction_result: 'value' });
    metrics.get('prediction_duration_seconds').observe({ model: 'rent', version }, 0.001);
  }
  const before = await metrics.registry.metrics();
  await metrics.forgetVersion('rent', 1);
  const after = await metrics.registry.metrics();
  const kept = before.split('\n').filter((line) => !line.includes('version="1"'));
  expect(after.split('\n').filter((line) => line !== '')).toEqual(kept.filter((line) => line !== ''));
  expect(after).toContain('prediction_duration_seconds_bucket{le="0.001",model="rent",version="2"} 1');
});
