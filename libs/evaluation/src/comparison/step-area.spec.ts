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
