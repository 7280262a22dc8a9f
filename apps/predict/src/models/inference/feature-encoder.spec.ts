import { describe, expect, test } from '@jest/globals';
import type { Feature, FeatureValue } from '../manifest/index.js';
import type { Datatype } from '../tensors/index.js';
import { createFeatureEncoder } from './feature-encoder.js';

const about = { description: 'x' };
const number: Feature = { ...about, name: 'n', type: 'number', example: 1 };
const flag: Feature = { ...about, name: 'f', type: 'boolean', example: true };
const text: Feature = { ...about, name: 't', type: 'text', max_length: 9, example: '' };
const category = (categories: string[] | number[]): Feature => ({
  ...about,
  name: 'c',
  type: 'category',
  categories,
  allow_unknown: true,
  example: 0,
});

function encodeOne(feature: Feature, datatype: Datatype, value: FeatureValue) {
  const inputs = [{ name: 'in', datatype, shape: [-1, 1], features: [feature.name] }];
  return createFeatureEncoder({ features: [feature], inputs })([{ [feature.name]: value }])['in']?.data[0];
}

describe('a feature becomes an element of the tensor', () => {
  test.each<[string, Feature, Datatype, FeatureValue, unknown]>([
    ['a number as float32', number, 'FP32', 0.1, Math.fround(0.1)],
    ['a number as float64', number, 'FP64', 0.1, 0.1],
    ['an integer as int64', { ...number, type: 'integer' }, 'INT64', -7, -7n],
    ['true as 1', flag, 'FP32', true, 1],
    ['false as 0 of a BOOL', flag, 'BOOL', false, 0],
    ['true as 1n', flag, 'INT64', true, 1n],
    ['text as itself', text, 'BYTES', 'été', 'été'],
    ['a string category as itself', category(['a', 'b']), 'BYTES', 'b', 'b'],
    ['a string category as its place', category(['a', 'b']), 'FP32', 'b', 1],
    ['a string category as its place in int64', category(['a', 'b']), 'INT64', 'b', 1n],
    ['an unknown string category as -1', category(['a', 'b']), 'INT32', 'z', -1],
    ['a numeric category as its value', category([10, 20]), 'INT32', 20, 20],
  ])('%s', (_, feature, datatype, value, element) => {
    expect(encodeOne(feature, datatype, value)).toBe(element);
  });
});

test('a tensor has the rows in order, and the columns in the order of the input', () => {
  const encode = createFeatureEncoder({
    features: [number, flag],
    inputs: [{ name: 'in', datatype: 'FP32', shape: [-1, 2], features: ['f', 'n'] }],
  });
  expect(
    encode([
      { n: 5, f: true },
      { n: 6, f: false },
    ]),
  ).toEqual({
    in: { datatype: 'FP32', shape: [2, 2], data: new Float32Array([1, 5, 0, 6]) },
  });
});

test('each input has its own tensor, of one dimension where the graph needs that', () => {
  const encode = createFeatureEncoder({
    features: [number, text],
    inputs: [
      { name: 'numbers', datatype: 'FP64', shape: [-1], features: ['n'] },
      { name: 'texts', datatype: 'BYTES', shape: [-1, 1], features: ['t'] },
    ],
  });
  expect(
    encode([
      { n: 1, t: 'a' },
      { n: 2, t: 'b' },
    ]),
  ).toEqual({
    numbers: { datatype: 'FP64', shape: [2], data: new Float64Array([1, 2]) },
    texts: { datatype: 'BYTES', shape: [2, 1], data: ['a', 'b'] },
  });
});
