import { expect, test } from '@jest/globals';
import type { Manifest } from '../../models/manifest/index.js';
import { rowsWithin, versionBudgetMs } from './window-values.js';

const features = (count: number) => ({
  features: Array.from({ length: count }, (_, place) => ({ name: `x${place}`, type: 'number' })),
});
const scan = { features: [{ name: 'scan', type: 'array', shape: [64, 64, 3] }] };
const given = (manifest: object) => manifest as Pick<Manifest, 'features'>;

test('rows are read up to the size of the window, and to the values that fit', () => {
  expect(rowsWithin(given(features(13)), 2_000, 4_000_000)).toBe(2_000);
  expect(rowsWithin(given(features(12_288)), 2_000, 4_000_000)).toBe(325);
  expect(rowsWithin(given(scan), 2_000, 4_000_000)).toBe(325);
  expect(rowsWithin(given(scan), 2_000, 1)).toBe(1);
});

test('the evaluation of a model of thousands of values may take longer', () => {
  const times = [features(13), features(1_000), features(3_000), scan].map((manifest) =>
    versionBudgetMs(given(manifest), 10_000),
  );
  expect(times).toEqual([10_000, 10_000, 30_000, 122_880]);
});
