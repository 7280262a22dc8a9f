import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildProfile, type FeatureSpec } from '../profiles/index.js';
import type { RawColumn } from '../samples/index.js';
import { binLabels, binOf, outsideReference, type PreparedColumn } from './prepared-column.js';
import { prepareProfile } from './prepared-profile.js';

function columnOf(feature: Omit<FeatureSpec, 'name'>, values: RawColumn): PreparedColumn {
  const table = {
    rows: { x: values },
    predictions: new Float64Array(values.length),
    probabilities: null,
    actual: null,
  };
  const spec = { features: [{ name: 'x', ...feature }], classes: null, chunkRows: 100 };
  return prepareProfile(buildProfile(table, spec)).columns[0]!;
}

describe('bins of a numeric column', () => {
  const column = columnOf(
    { kind: 'numerical' },
    Array.from({ length: 64 }, (_, value) => value),
  );

  test('are intervals of the reference, open at both ends', () => {
    expect(binLabels(column)).toEqual([
      '(-inf,9)',
      '[9,18)',
      '[18,27)',
      '[27,36)',
      '[36,45)',
      '[45,54)',
      '[54,+inf)',
    ]);
  });

  test.each([
    [-5, 0],
    [8.99, 0],
    [9, 1],
    [53, 5],
    [1e9, 6],
    [null, undefined],
    [NaN, undefined],
    [Infinity, undefined],
    ['12', undefined],
  ])('%p is in bin %p', (value, bin) => {
    expect(binOf(column, value)).toBe(bin);
  });

  test('hold every reference row once', () => {
    expect(column.referenceCounts).toEqual([9, 9, 9, 9, 9, 9, 10]);
  });

  test('a value is outside below the smallest and above the largest', () => {
    expect([-0.1, 0, 63, 63.1, Infinity, NaN, null].map((value) => outsideReference(column, value))).toEqual([
      true,
      false,
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  test('a constant column has one bin', () => {
    expect(binLabels(columnOf({ kind: 'numerical' }, [7, 7, 7]))).toEqual(['(-inf,+inf)']);
  });

  test('have labels in as few digits as tell them apart', () => {
    const close = columnOf(
      { kind: 'numerical' },
      Array.from({ length: 64 }, (_, step) => 1000 + step / 1000),
    );
    expect(binLabels(close).slice(0, 2)).toEqual(['(-inf,1000.009)', '[1000.009,1000.018)']);
    expect(new Set(binLabels(close)).size).toBe(7);
  });
});

describe('bins of a categorical column', () => {
  const column = columnOf({ kind: 'categorical', categories: ['a', 'b', 'c'] }, ['a', 'b', 'a', 'z', null]);

  test('are the known categories, those of the reference, and the others', () => {
    expect(binLabels(column)).toEqual(['a', 'b', 'c', 'z', '__other__']);
    expect(['a', 'c', 'new', null, NaN].map((value) => binOf(column, value))).toEqual([
      0,
      2,
      4,
      undefined,
      undefined,
    ]);
  });

  test('a category is outside when the reference does not have it, known or not', () => {
    expect(['a', 'c', 'new', null].map((value) => outsideReference(column, value))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test('truth values are 0 and 1', () => {
    const truth = columnOf({ kind: 'categorical', categories: [false, true] }, [true, true]);
    expect(binLabels(truth)).toEqual(['0', '1', '__other__']);
    expect([true, false, 1].map((value) => binOf(truth, value))).toEqual([1, 0, 1]);
    expect([true, false].map((value) => outsideReference(truth, value))).toEqual([false, true]);
  });

  test('are at most a hundred, the most frequent, and the others', () => {
    const values = Array.from({ length: 150 }, (_, index) => `c${String(index).padStart(3, '0')}`);
    const many = columnOf({ kind: 'categorical' }, [...values, ...values.slice(50)]);
    expect(binLabels(many)).toEqual([...values.slice(50), '__other__']);
    expect(many.referenceCounts.at(-1)).toBe(50);
  });
});

test('a value is in the interval that its label names', () => {
  const range = { noNaN: true, min: -1e6, max: 1e6 };
  fc.assert(
    fc.property(
      fc.array(fc.double(range), { minLength: 2, maxLength: 60 }),
      fc.double(range),
      (values, value) => {
        const { edges, ...column } = columnOf({ kind: 'numerical' }, values);
        const bin = binOf({ edges, ...column }, value)!;
        expect(value >= (edges![bin - 1] ?? -Infinity) && value < (edges![bin] ?? Infinity)).toBe(true);
        expect(binLabels({ edges, ...column })).toHaveLength(edges!.length + 1);
      },
    ),
    { numRuns: 60 },
  );
});
