import { describe, expect, test } from '@jest/globals';
import { regressionQuality } from './regression.js';

describe('regressionQuality', () => {
  test('divides by the size of a negative target, where Evidently divides by almost nothing', () => {
    const [actual, predicted] = [
      [-10, 10],
      [-9, 11],
    ];
    expect(regressionQuality(actual, predicted).meanAbsolutePercentageError).toBeCloseTo(10, 12);
    const evidently = regressionQuality(actual, predicted, { mode: 'evidently' });
    expect(evidently.meanAbsolutePercentageError).toBeGreaterThan(1e16);
  });

  test('leaves out a target of zero, which Evidently counts as 100 % or drops', () => {
    const [actual, predicted] = [
      [0, 10],
      [1, 11],
    ];
    const percentage = (options: Parameters<typeof regressionQuality>[2]) =>
      regressionQuality(actual, predicted, options).meanAbsolutePercentageError;
    expect(percentage({})).toBeCloseTo(10, 12);
    expect(percentage({ mode: 'evidently' })).toBeCloseTo(55, 12);
    expect(percentage({ mode: 'evidently', nearZero: 'drop' })).toBeCloseTo(10, 12);
    expect(regressionQuality(actual, predicted).nearZeroTargets).toBe(1);
  });

  test('leaves out rows with a value that is not finite', () => {
    const quality = regressionQuality([1, NaN, 3, Infinity], [2, 2, 3, 4]);
    expect(quality).toMatchObject({ rows: 2, meanError: 0.5, maxError: 1 });
  });

  test('explains everything or nothing of a constant target', () => {
    expect(regressionQuality([2, 2], [2, 2]).r2).toBe(1);
    expect(regressionQuality([2, 2], [2, 3]).r2).toBe(0);
    expect(regressionQuality([2], [2]).r2).toBeNaN();
  });

  test('is undefined without rows', () => {
    expect(regressionQuality([], [])).toMatchObject({ rows: 0, meanError: NaN, maxError: NaN, r2: NaN });
  });
});
