import { expect, test } from '@jest/globals';
import type { Feature } from '../features/index.js';
import { fixedRowsOf, inputProblems, rowShapeOf } from './input-rules.js';
import type { ModelInput } from './tensor.schema.js';

const number = (name: string): Feature => ({ name, type: 'number' });
const series: Feature = { name: 'series', type: 'array', shape: [24, 8] };
const vector: Feature = { name: 'vector', type: 'array', shape: [24] };

const inputOf = (shape: number[], ...features: Feature[]): ModelInput => ({
  name: 'in',
  datatype: 'FP32',
  shape,
  features: features.map(({ name }) => name),
});

const problems = (shape: number[], ...features: Feature[]) =>
  inputProblems({ features, inputs: [inputOf(shape, ...features)] }).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );

test.each<[number[], Feature[], number[]]>([
  [[-1], [number('a')], []],
  [[-1, 1], [number('a')], [1]],
  [[-1, 1, 1], [number('a')], [1, 1]],
  [[-1, -1], [number('a'), number('b')], [2]],
  [[-1, 24, 8], [series], [24, 8]],
  [[-1, -1, 8], [series], [24, 8]],
  [[-1, 1, 24, 8], [series], [1, 24, 8]],
  [[4, 24, 8], [series], [24, 8]],
  [[-1, 24], [vector], [24]],
  [[-1, 24, 1], [vector], [24, 1]],
  [[-1, 192], [series], [192]],
  [[-1, 193], [series, number('a')], [193]],
  [[-1, -1], [vector, number('a')], [25]],
])('an input of shape %j takes %j', (shape, features, row) => {
  expect(problems(shape, ...features)).toEqual([]);
  expect(rowShapeOf(inputOf(shape, ...features), features)).toEqual(row);
});

test.each<[number[], Feature[], string]>([
  [[-1, 8, 24], [series], 'has rows of [8,24], and series has the shape [24,8]'],
  [[-1, -1, 7], [series], 'has rows of [-1,7], and series has the shape [24,8]'],
  [[-1, 25], [series, number('a')], 'has 25 columns for 193 values of the features'],
  [
    [-1, 2, 1],
    [number('a'), number('b')],
    'has 3 dimensions, which one array or image can fill, not 2 features',
  ],
  [[-1], [number('a'), number('b')], 'has 1 columns for 2 features'],
])('an input of shape %j does not take %j', (shape, features, problem) => {
  expect(problems(shape, ...features)).toEqual([`inputs.0.shape: ${problem}`]);
});

test('inputs agree on the number of rows that they take at a time', () => {
  const features = [number('a'), number('b'), number('c')];
  const inputs = [8, -1, 4].map((rows, place) => ({
    ...inputOf([rows, 1], features[place]!),
    name: `in ${place}`,
  }));
  expect(fixedRowsOf({ inputs })).toBe(8);
  expect(inputProblems({ features, inputs })).toEqual([
    { path: ['inputs', 2, 'shape', 0], message: 'must be 8 as in in 0' },
  ]);
});
