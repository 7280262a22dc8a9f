import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { greatestCommonDivisor, mean, pairwiseSum, roundHalfEven, variance } from './arithmetic.js';
import { MersenneTwister } from './mersenne-twister.js';
import { quantile } from './sorted-values.js';
import { spectrum } from './symmetric-matrix.js';

describe('MersenneTwister', () => {
  test("draws and shuffles what NumPy's RandomState(0) does", () => {
    const twister = new MersenneTwister(0);
    expect([twister.next(), twister.next(), twister.next()]).toEqual([2357136044, 2546248239, 3071714933]);
    expect([...new MersenneTwister(0).permutation(10)]).toEqual([2, 8, 4, 9, 1, 6, 7, 3, 0, 5]);
  });
});

describe('summation', () => {
  test('leaves the rounding that NumPy leaves', () => {
    const tenths = new Float64Array(30).fill(0.1);
    expect(mean(tenths) - 0.1).toBe(2.7755575615628914e-17);
    expect(variance(tenths)).toBe(7.703719777548943e-34);
  });

  test('adds every value once', () => {
    const whole = fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 700 });
    fc.assert(
      fc.property(whole, (values) => {
        expect(pairwiseSum(Float64Array.from(values))).toBe(values.reduce((sum, value) => sum + value, 0));
      }),
    );
  });
});

describe('quantile', () => {
  test('interpolates between neighbours', () => {
    const sorted = Float64Array.of(1, 2, 4, 8, 16);
    const shares = [0, 0.1, 0.25, 0.5, 0.99, 1];
    expect(shares.map((share) => quantile(sorted, share))).toEqual([1, 1.4, 2, 4, 15.68, 16]);
    expect(quantile(new Float64Array(0), 0.5)).toBeNaN();
  });
});

describe('integers', () => {
  test('halves go to the even neighbour', () => {
    expect([0.5, 1.5, 2.5, 2.4, 2.6, -1.5].map(roundHalfEven)).toEqual([0, 2, 2, 2, 3, -2]);
  });

  test('the greatest common divisor divides both', () => {
    expect([greatestCommonDivisor(12, 18), greatestCommonDivisor(7, 5), greatestCommonDivisor(4, 0)]).toEqual(
      [6, 1, 4],
    );
  });
});

describe('spectrum', () => {
  test('restores the matrix it is made of', () => {
    const entry = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 10, maxLength: 10 }), (entries) => {
        const matrix = [0, 1, 2, 3].map((i) =>
          [0, 1, 2, 3].map((j) => entries[(Math.max(i, j) * (Math.max(i, j) + 1)) / 2 + Math.min(i, j)]!),
        );
        const { values, vectors } = spectrum(matrix);
        matrix.forEach((row, i) =>
          row.forEach((expected, j) => {
            const restored = values.reduce(
              (sum, value, k) => sum + value * vectors[k]![i]! * vectors[k]![j]!,
              0,
            );
            expect(restored).toBeCloseTo(expected, 10);
          }),
        );
      }),
    );
  });
});
