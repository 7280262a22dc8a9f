import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { numeric } from '../samples/index.js';
import { stepDifference } from './pooled-order.js';
import { stepArea } from './step-area.js';

const areaByWalk = (left: readonly number[], right: readonly number[]) =>
  stepDifference(numeric(left).sorted, numeric(right).sorted).area;

describe('the area between a large and a small sample', () => {
  test('is that of a walk along both, with ties and gaps', () => {
    const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 64, maxLength: 300 }),
        fc.array(value, { minLength: 1, maxLength: 8 }),
        (large, small) => {
          const expected = areaByWalk(large, small);
          const scale = 1 + Math.max(...large, ...small) - Math.min(...large, ...small);
          expect(Math.abs(stepArea(numeric(large), numeric(small)) - expected) / scale).toBeLessThan(1e-13);
        },
      ),
    );
  });

  test('keeps its digits far from zero', () => {
    const large = Array.from({ length: 2_000 }, (_, index) => 1.7e9 + (index % 997) / 997);
    const small = large.slice(0, 40).map((value) => value + 0.25);
    const [area, expected] = [stepArea(numeric(large), numeric(small)), areaByWalk(large, small)];
    expect(Math.abs(area - expected)).toBeLessThan(1e-9);
  });
});

describe('the area between samples of which one is not sorted', () => {
  const area = (left: readonly number[], right: readonly number[]) => stepArea(numeric(left), numeric(right));

  test('is that of a walk along both, with ties, heavy tails and values beyond the reference', () => {
    const value = fc.oneof(
      fc.integer({ min: -3, max: 3 }),
      fc.double({ min: -5, max: 5, noNaN: true }),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    );
    const values = fc.array(value, { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(values, values, (left, right) => {
        const scale = 1 + Math.max(...left, ...right) - Math.min(...left, ...right);
        expect(Math.abs(area(left, right) - areaByWalk(left, right)) / scale).toBeLessThan(1e-13);
      }),
    );
  });

  test('is computed without sorting, but for infinities and a constant reference', () => {
    const isSorted = (left: readonly number[], right: readonly number[]) => {
      const current = numeric(right, { infinities: 'keep-without-nulls' });
      stepArea(numeric(left, { infinities: 'keep-without-nulls' }), current);
      return current.isSorted;
    };
    expect(isSorted([1, 2, 3, 4], [4, 0, 2.5])).toBe(false);
    expect(isSorted([1, 1, 1], [4, 0, 2.5])).toBe(true);
    expect(isSorted([1, 2, 3], [4, Infinity])).toBe(true);
    expect(isSorted([1, 2, Infinity], [4, 0])).toBe(true);
  });
});
