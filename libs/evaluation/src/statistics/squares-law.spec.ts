import { expect, test } from '@jest/globals';
import { gammaLaw, squaresQuantile, squaresTail } from './squares-law.js';

test.each([0.1, 1e-3, 1e-9, 1e-14])('a deviation of %d of the mean has its quantile', (deviation) => {
  const law = gammaLaw(1, deviation);
  const quantile = squaresQuantile(0.01, law);
  // 2.326 deviations for a normal law, somewhat more for a gamma law.
  expect((quantile - 1) / deviation).toBeGreaterThan(2.2);
  expect((quantile - 1) / deviation).toBeLessThan(2.7);
  if (deviation > 1e-6) expect(squaresTail(quantile, law)).toBeCloseTo(0.01, 9);
});
