import { describe, expect, test } from '@jest/globals';
import { mmd } from './mmd.js';

const ramp = (from: number, length = 40) => Float64Array.from({ length }, (_, index) => index + from);

describe('the maximum mean discrepancy', () => {
  test('is about zero for like samples and large for distant ones', () => {
    expect(Math.abs(mmd(ramp(0), ramp(0)).statistic)).toBeLessThan(0.05);
    expect(mmd(ramp(0), ramp(1000)).statistic).toBeGreaterThan(0.8);
  });

  test('has a p-value that is the same for a seed, and never 0', () => {
    const far = mmd(ramp(0), ramp(1000), { permutations: 99 });
    expect(far.pValue).toBe(0.01);
    expect(mmd(ramp(0), ramp(0)).pValue).toBeGreaterThan(0.5);
    const near = (seed: number) => mmd(ramp(0), ramp(5), { seed }).pValue;
    expect(near(1)).toBe(near(1));
    expect(mmd([1, 1, 1], [1, 1, 1]).pValue).toBe(1);
    expect(mmd(ramp(0), ramp(0), { permutations: 0 }).pValue).toBeNaN();
  });

  test('sees vectors that changed together only', () => {
    const pairs = (sign: number) => Array.from(ramp(-20), (value) => [value, sign * value]);
    expect(mmd(pairs(1), pairs(1)).pValue).toBeGreaterThan(0.5);
    expect(mmd(pairs(1), pairs(-1)).pValue).toBeLessThan(0.01);
  });

  test('needs two rows of each, and vectors of one length', () => {
    expect(() => mmd([1], [1, 2])).toThrow('fewer rows');
    expect(() => mmd([[1, 2]], [[1, 2], [1]])).toThrow('fewer rows');
    expect(() => mmd([[1, 2], [1]], [[1, 2], [1]])).toThrow(RangeError);
  });
});
