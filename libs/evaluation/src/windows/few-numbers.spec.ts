import { expect, test } from '@jest/globals';
import { buildProfile } from '../profiles/index.js';
import { evaluateWindow } from './evaluate-window.js';

const PRICES = [4.99, 9.99, 14.99, 19.99, 49.99];

test.each([500, 2000])('five prices in %i rows drift when they rise, not by a cent more or less', (size) => {
  const reference = Float64Array.from({ length: size }, (_, row) => PRICES[row % PRICES.length]!);
  const rest = { predictions: new Float64Array(size), probabilities: null };
  const profile = buildProfile(
    { rows: { price: reference }, ...rest, actual: null },
    { features: [{ name: 'price', kind: 'numerical' }], classes: null, chunkRows: size },
  );
  const isDrifted = (change: (row: number) => number) => {
    const price = reference.map((value, row) => value + change(row));
    return evaluateWindow(profile, { rows: { price }, ...rest }).columns[0]?.drift?.drifted;
  };
  expect(isDrifted((row) => (row % 2 ? 0.01 : -0.01))).toBe(false);
  expect(isDrifted(() => 5)).toBe(true);
});
