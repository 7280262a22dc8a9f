import { expect, test } from '@jest/globals';
import { buildProfile, prepareProfile } from '@plumbline/evaluation';
import { createMetrics } from '@plumbline/metrics';
import type { Manifest } from '../../models/manifest/index.js';
import { InputCounts } from './input-counts.js';
import { InputMetrics } from './input-metrics.js';

test('missing elements of arrays are counted apart from missing arrays', async () => {
  const readings = Array.from({ length: 200 }, (_, row) => [
    [row, 1],
    [row + 1, row % 5 === 0 ? null : 2],
  ]);
  const predictions = readings.map((_, row) => (row % 2 === 0 ? 'no' : 'yes'));
  const profile = buildProfile(
    { rows: { readings }, predictions, probabilities: null, actual: null },
    {
      features: [{ name: 'readings', kind: 'array', channels: ['warm', 'wet'], nullable: true }],
      classes: ['no', 'yes'],
      positiveClass: 'yes',
      chunkRows: 100,
    },
  );
  const counts = await InputCounts.of(prepareProfile(profile));
  const manifest = {
    name: 'm',
    version: 1,
    features: [{ name: 'readings', type: 'array', nullable: true }],
  } as Manifest;
  const metrics = createMetrics('predict');
  const inputs = new InputMetrics(metrics, () => {});
  const counted = async () => {
    const { values } = await metrics.get('feature_quality_total').get();
    return values
      .filter(({ labels }) => labels.feature === 'readings')
      .map(({ labels, value }) => [labels.issue, value]);
  };
  await inputs.expect(manifest, counts);
  expect(await counted()).toEqual([
    ['missing', 0],
    ['missing_elements', 0],
  ]);
  counts.add({
    readings: [
      [null, 1],
      [2, null],
    ],
  });
  counts.add({ readings: null });
  counts.add({
    readings: [
      [1, null],
      [2, 2],
    ],
  });
  inputs.add(manifest, counts);
  expect(await counted()).toEqual([
    ['missing', 1],
    ['missing_elements', 3],
  ]);
});
