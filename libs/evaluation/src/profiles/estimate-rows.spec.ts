import { expect, test } from '@jest/globals';
import { MersenneTwister } from '../statistics/index.js';
import { effectiveEstimateRows } from './estimate-rows.js';

/** Autoregressive numbers of order 1. */
function series(dependence: number, seed: number): Float64Array {
  const random = new MersenneTwister(seed);
  let value = 0;
  return Float64Array.from(
    { length: 2_000 },
    () => (value = dependence * value + random.next() / 2 ** 32 - 0.5),
  );
}

const rows = { window: 2_000, reference: 1_000 };

test('independent rows keep their number', () => {
  expect(effectiveEstimateRows(rows, [series(0, 1), series(0, 2)])).toEqual(rows);
});

// The autocorrelation time of such a series is (1 + 0.9) / (1 - 0.9) = 19.
test('rows that depend on the rows before count less, by the most dependent class', () => {
  const { window, reference } = effectiveEstimateRows(rows, [series(0, 1), series(0.9, 2)]);
  expect(window).toBeGreaterThan(2_000 / 40);
  expect(window).toBeLessThan(2_000 / 10);
  expect(reference).toBeCloseTo(window / 2, 12);
});
