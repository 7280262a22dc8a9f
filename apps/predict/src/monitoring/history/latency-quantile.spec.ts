import { expect, test } from '@jest/globals';
import { latencyQuantileMs } from './latency-quantile.js';

// The expected values are those of histogram_quantile in Prometheus for the same buckets.
const buckets = [
  { upper: 0.005, rows: 50 },
  { upper: 0.01, rows: 40 },
  { upper: Infinity, rows: 10 },
];

test.each([
  [0.5, 5],
  [0.25, 3.75],
  [0.9, 10],
  [0.95, 2_500],
])('the quantile %d lies within its bucket at %d ms', (quantile, expected) => {
  expect(latencyQuantileMs(quantile, buckets)).toBeCloseTo(expected, 9);
});

test('rows of the cache take no time, and without rows there is no quantile', () => {
  expect(latencyQuantileMs(0.5, [{ upper: 0, rows: 3 }])).toBe(0);
  expect(latencyQuantileMs(0.5, [])).toBeNull();
});
