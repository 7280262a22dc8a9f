import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { binnedCounts, countInOpenBins, populationStability, referenceEdges } from '../comparison/index.js';
import { categorical, numeric } from '../samples/index.js';
import { featureDrift } from './feature-drift.js';

const ramp = Float64Array.from({ length: 100 }, (_, index) => index);
const wild = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 80 });

const plus = (left: Float64Array, right: Float64Array) => left.map((count, bin) => count + right[bin]!);

describe('bins of the reference', () => {
  test('count every value, also beyond the range of the reference', () => {
    const { reference, current } = binnedCounts('psi', numeric(ramp), numeric([-1e9, 50, 1e9]), 'reference');
    expect(reference.length).toBe(8);
    expect(current.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect([current[0], current[7]]).toEqual([1, 1]);
  });

  test('make the counts of two windows add up to those of both', () => {
    const edges = referenceEdges(numeric(ramp))!;
    const counts = (values: readonly number[]) => countInOpenBins(numeric(values).sorted, edges);
    fc.assert(
      fc.property(wild, wild, (left, right) => {
        expect(counts([...left, ...right])).toEqual(plus(counts(left), counts(right)));
      }),
    );
  });

  test('give from counts the score that the samples give', () => {
    const edges = referenceEdges(numeric(ramp))!;
    fc.assert(
      fc.property(wild, (values) => {
        const { score } = featureDrift(numeric(ramp), numeric(values), {
          method: 'psi',
          binning: 'reference',
        });
        const counted = countInOpenBins(numeric(values).sorted, edges);
        expect(populationStability(countInOpenBins(ramp, edges), counted)).toBe(score);
      }),
    );
  });

  test('put the categories the reference does not have into one', () => {
    const counts = binnedCounts(
      'psi',
      categorical(['a', 'a', 'b']),
      categorical(['x', 'a', 'y']),
      'reference',
    );
    expect([[...counts.reference], [...counts.current]]).toEqual([
      [2, 1, 0],
      [1, 0, 2],
    ]);
  });
});

describe('other bins', () => {
  test('thirty equal ones span both samples', () => {
    const counts = binnedCounts('psi', numeric(ramp), numeric([150]), 'equal-30');
    expect(counts.reference.length).toBe(30);
    expect(counts.current[29]).toBe(1);
  });

  test('edges of your own count everything, whatever the reference looks like', () => {
    const counts = binnedCounts('psi', numeric([1, 1, 5]), numeric([0, 9]), Float64Array.of(2, 4));
    expect([[...counts.reference], [...counts.current]]).toEqual([
      [2, 0, 1],
      [1, 0, 1],
    ]);
  });

  test('a range that cannot be divided is refused', () => {
    const wide = numeric(ramp.map((value) => (value % 2 === 0 ? 1 : -1) * 1e306 * value));
    expect(() => binnedCounts('psi', wide, wide, 'sturges')).toThrow('cannot be divided');
  });
});
