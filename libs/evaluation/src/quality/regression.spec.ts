import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RegressionErrors } from './regression.js';

type Row = readonly [actual: number, predicted: number];

function errorsOf(rows: readonly Row[]): RegressionErrors {
  const errors = new RegressionErrors();
  for (const [actual, predicted] of rows) errors.add(actual, predicted);
  return errors;
}

function summary({ total, meanAbsoluteError, rootMeanSquaredError, meanError }: RegressionErrors) {
  return { total, meanAbsoluteError, rootMeanSquaredError, meanError };
}

describe('RegressionErrors', () => {
  test('measures mean absolute, root mean squared and mean error as predicted minus actual', () => {
    const rows: Row[] = [
      [3, 2.5],
      [-0.5, 0],
      [2, 2],
      [7, 8],
    ];
    expect(summary(errorsOf(rows))).toEqual({
      total: 4,
      meanAbsoluteError: 0.5,
      rootMeanSquaredError: Math.sqrt(0.375),
      meanError: 0.25,
    });
  });

  test('is undefined without rows, also after the last one left', () => {
    const errors = errorsOf([[1, 2]]);
    errors.remove(1, 2);
    expect(summary(errors)).toEqual({
      total: 0,
      meanAbsoluteError: undefined,
      rootMeanSquaredError: undefined,
      meanError: undefined,
    });
  });

  test('equals a fresh computation bit for bit after a window slid over many rows of very different size', () => {
    const value = fc.double({ noNaN: true, min: -1e9, max: 1e9 });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 30, maxLength: 300 }), (rows) => {
        const window = new RegressionErrors();
        rows.forEach((row, index) => {
          window.add(...row);
          if (index >= 10) window.remove(...rows[index - 10]!);
        });
        expect(summary(window)).toEqual(summary(errorsOf(rows.slice(-10))));
      }),
    );
  });

  test('merges to the errors of all rows, bit for bit', () => {
    const value = fc.double({ noNaN: true, min: -1e9, max: 1e9 });
    const rows = fc.array(fc.tuple(value, value), { maxLength: 50 });
    fc.assert(
      fc.property(rows, rows, (left, right) => {
        const merged = errorsOf(left);
        merged.merge(errorsOf(right));
        expect(summary(merged)).toEqual(summary(errorsOf([...left, ...right])));
      }),
    );
  });

  test('recovers when a row with an absurd value leaves the window', () => {
    const errors = errorsOf([
      [1, 2],
      [Number.MAX_VALUE, -Number.MAX_VALUE],
    ]);
    expect(errors.meanAbsoluteError).toBe(5e149);
    errors.remove(Number.MAX_VALUE, -Number.MAX_VALUE);
    expect(errors.meanAbsoluteError).toBe(1);
  });
});
