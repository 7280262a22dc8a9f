import { expect, test } from '@jest/globals';
import { numeric } from '../samples/index.js';
import { maximumMeanDiscrepancy } from './maximum-mean-discrepancy.js';

test('is about zero for like samples and large for distant ones', () => {
  const ramp = (from: number) => numeric(Float64Array.from({ length: 40 }, (_, index) => index + from));
  expect(Math.abs(maximumMeanDiscrepancy(ramp(0), ramp(0)))).toBeLessThan(0.05);
  expect(maximumMeanDiscrepancy(ramp(0), ramp(1000))).toBeGreaterThan(0.8);
});

test('needs two rows of each', () => {
  expect(() => maximumMeanDiscrepancy(numeric([1]), numeric([1, 2]))).toThrow('fewer rows');
});
