import { describe, expect, test } from '@jest/globals';
import { categorical, CategoricalSample, compareCategories } from './categorical-sample.js';
import { numeric, NumericSample } from './numeric-sample.js';

describe('a numeric sample', () => {
  test('drops nulls and infinities and counts them', () => {
    const sample = numeric([3, null, NaN, undefined, Infinity, 1, -Infinity, 3]);
    expect([...sample.values]).toEqual([3, 1, 3]);
    expect(sample.dropped).toEqual({ missing: 3, infinite: 2 });
    expect([...sample.sorted]).toEqual([1, 3, 3]);
    expect([[...Array.from(sample.counts.values)], [...sample.counts.counts]]).toEqual([
      [1, 3],
      [1, 2],
    ]);
  });

  test("keeps infinities of a column without nulls when asked for Evidently's dataset path", () => {
    const options = { infinities: 'keep-without-nulls' } as const;
    expect([...numeric([1, Infinity], options).values]).toEqual([1, Infinity]);
    expect([...numeric([1, Infinity, null], options).values]).toEqual([1]);
  });

  test('knows whole numbers by the type of the array', () => {
    expect(numeric(Int32Array.of(1, 2)).integer).toBe(true);
    expect(numeric(Float64Array.of(1, 2)).integer).toBe(false);
    expect(numeric([1, 2], { integer: true }).integer).toBe(true);
  });

  test('takes sorted values without a copy', () => {
    const sorted = Float64Array.of(1, 2, 3);
    expect(NumericSample.fromSorted(sorted).sorted).toBe(sorted);
  });

  test('leaves the given array as it was', () => {
    const given = Float64Array.of(3, 1, 2);
    expect([...numeric(given).sorted]).toEqual([1, 2, 3]);
    expect([...given]).toEqual([3, 1, 2]);
  });
});

describe('a categorical sample', () => {
  test('counts categories in order and never counts a null', () => {
    const sample = categorical(['b', 'a', null, 'b', undefined, NaN, Infinity]);
    expect([sample.counts.values, [...sample.counts.counts]]).toEqual([
      ['a', 'b'],
      [1, 2],
    ]);
    expect([...sample.codes]).toEqual([1, 0, 1]);
    expect(sample.dropped).toEqual({ missing: 3, infinite: 1 });
  });

  test('takes booleans for 0 and 1, and tells 1 from "1"', () => {
    expect(categorical([true, 1, '1', false]).counts.values).toEqual([0, 1, '1']);
  });

  test('orders texts by code point, as Python does', () => {
    expect(['😀', '\uffee', 'z', 'Z', 'zz', ''].sort(compareCategories)).toEqual([
      '',
      'Z',
      'z',
      'zz',
      '\uffee',
      '😀',
    ]);
  });

  test('of counts alone equals one of rows in order', () => {
    const counted = CategoricalSample.fromCounts([
      ['b', 2],
      ['a', 1],
      ['c', 0],
    ]);
    expect(counted).toEqual(categorical(['a', 'b', 'b']));
  });
});
