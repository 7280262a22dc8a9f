import { describe, expect, test } from '@jest/globals';
import type { Datatype } from '../tensors/index.js';
import { type Feature, typeOf } from './registry.js';

const number: Feature = { name: 'x', type: 'number', nullable: true, minimum: 0 };
const integer: Feature = { name: 'x', type: 'integer', nullable: true };
const boolean: Feature = { name: 'x', type: 'boolean', nullable: true };
const text: Feature = { name: 'x', type: 'text', max_length: 3, nullable: true };
const word: Feature = {
  name: 'x',
  type: 'category',
  categories: ['a', 'b'],
  allow_unknown: false,
  nullable: true,
};

/** The element of a tensor for a missing value. */
const missing = (feature: Feature, datatype: Datatype) => typeOf(feature).encoder(feature, datatype)?.(null);
const misfit = (feature: Feature, datatype: Datatype) => typeOf(feature).misfit(feature, datatype);

describe('a missing value becomes', () => {
  test.each<[string, Feature, Datatype, unknown]>([
    ['NaN for a number', number, 'FP32', NaN],
    ['NaN for a boolean', boolean, 'FP64', NaN],
    ['NaN for a numeric category', { ...word, categories: [1, 2] }, 'FP32', NaN],
    ['-1 for a category by its place', word, 'FP32', -1],
    ['-1 for a category by its place', word, 'INT64', -1n],
    ['its fill', { ...number, fill: -999 }, 'FP32', -999],
    ['its fill', { ...integer, fill: 7 }, 'INT64', 7n],
    ['its fill', { ...boolean, fill: false }, 'INT64', 0n],
    ['the place of its fill', { ...word, fill: 'b' }, 'UINT8', 1],
    ['its fill', { ...word, fill: 'a' }, 'BYTES', 'a'],
    ['its fill, also one that is no category', { ...word, fill: '' }, 'BYTES', ''],
    ['its fill, also one that is no category', { ...word, categories: [1, 2], fill: -1 }, 'INT64', -1n],
    ['its fill', { ...text, fill: '' }, 'BYTES', ''],
  ])('%s: %j in %s', (_case, feature, datatype, element) => {
    expect(misfit(feature, datatype)).toBeUndefined();
    expect(missing(feature, datatype)).toBe(element);
  });

  test.each<[Feature, Datatype]>([
    [integer, 'INT64'],
    [boolean, 'BOOL'],
    [text, 'BYTES'],
    [word, 'BYTES'],
    [word, 'UINT8'],
  ])('nothing without a fill: %j in %s', (feature, datatype) => {
    expect(misfit(feature, datatype)).toBe(
      `is nullable, so fill is required: ${datatype} has no value for what is missing`,
    );
  });
});

test.each<[string, Feature, Datatype, RegExp]>([
  ['does not fit the datatype', { ...number, fill: 1e39 }, 'FP32', /^cannot have this fill: Too big/],
  ['does not fit the datatype', { ...integer, fill: -1 }, 'UINT8', /^cannot have this fill: Too small/],
  ['is too long', { ...text, fill: 'long' }, 'BYTES', /^cannot have this fill: Too big/],
  ['is no category', { ...word, fill: 'c' }, 'FP32', /^cannot have this fill: Invalid option/],
])('a fill that %s is refused: %j in %s', (_case, feature, datatype, problem) => {
  expect(misfit(feature, datatype)).toMatch(problem);
});

test('other values are encoded as ever', () => {
  expect(typeOf(word).encoder(word, 'INT64')?.('b')).toBe(1n);
  expect(typeOf(number).encoder(number, 'FP32')?.(2.5)).toBe(2.5);
});
