import { describe, expect, test } from '@jest/globals';
import {
  categoryChange,
  columnQuality,
  columnQuantile,
  countInList,
  countInRange,
  numericColumnQuality,
} from './column-quality.js';
import { datasetQuality } from './dataset-quality.js';

describe('a column', () => {
  test('leaves missing values out, infinities in', () => {
    expect(numericColumnQuality([1, null, NaN, 3, Infinity, 1])).toEqual({
      rows: 6,
      missing: 2,
      missingShare: 2 / 6,
      distinct: 3,
      mostCommonShare: 2 / 6,
      infinite: 1,
      minimum: 1,
      maximum: Infinity,
      mean: Infinity,
      standardDeviation: NaN,
      median: 2,
      sum: Infinity,
    });
  });

  test('has no moments without values', () => {
    expect(numericColumnQuality([null])).toMatchObject({
      missing: 1,
      minimum: NaN,
      mean: NaN,
      median: NaN,
      standardDeviation: NaN,
    });
    expect(columnQuality([])).toMatchObject({ rows: 0, missingShare: NaN });
  });

  test('counts within a range, both ends included, of the values that are there', () => {
    expect(countInRange([1, 2, 3, null, 9], 2, 3)).toEqual({
      inside: 2,
      insideShare: 0.5,
      outside: 2,
      outsideShare: 0.5,
    });
  });

  test('counts what is in a list, telling 1 from "1"', () => {
    expect(countInList(['a', '1', 'b', null], ['a', 1, 'a'])).toMatchObject({ inside: 1, outside: 2 });
  });

  test('has quantiles between its values', () => {
    expect(columnQuantile([1, 2, null, 3], 0.25)).toBe(1.5);
  });
});

test('categories that are new and that are gone are counted', () => {
  expect(categoryChange(['a', 'b', null], ['b', 'c', 'c', 'd', null])).toEqual({
    newCategories: 2,
    newCategoryRows: 3,
    unusedCategories: 1,
  });
});

describe('a data set', () => {
  const columns = {
    whole: Int32Array.of(1, 1, 2, 2),
    number: Float64Array.of(1, 1, 2, 2),
    text: ['x', 'x', 'x', null],
    empty: [null, undefined, NaN, null],
    copy: ['x', 'x', 'x', null],
  };

  test('counts what is missing, constant, empty and double', () => {
    expect(datasetQuality(columns)).toEqual({
      rows: 4,
      columns: 5,
      missing: 6,
      missingShare: 0.3,
      emptyRows: 0,
      emptyColumns: 1,
      constantColumns: 3,
      almostConstantColumns: 0,
      duplicatedRows: 1,
      duplicatedColumns: 1,
      almostDuplicatedColumns: 0,
    });
  });

  test('shares missing cells over rows in mode evidently', () => {
    expect(datasetQuality(columns, 'evidently').missingShare).toBe(1.5);
  });

  test('tells a number from its text', () => {
    expect(datasetQuality({ a: [1, '1'] }).duplicatedRows).toBe(0);
  });
});
