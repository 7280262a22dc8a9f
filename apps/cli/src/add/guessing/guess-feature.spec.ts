import { describe, expect, test } from '@jest/globals';
import type { GraphTensor } from '../graph/index.js';
import { guessFeature } from './guess-feature.js';

const numbers: GraphTensor = { name: 'X', datatype: 'FP32', shape: [-1, 4] };
const lists: GraphTensor = { name: 'ids', datatype: 'INT64', shape: [-1, -1] };

describe('guessFeature', () => {
  test('takes texts for categories where few of them look like numbers', () => {
    const cells = ['low', 'high', 'low', '3'];
    expect(guessFeature({ name: 'level', cells }, numbers)).toMatchObject({
      type: 'category',
      categories: ['3', 'high', 'low'],
    });
  });

  test('refuses identifiers beyond 2^53 in an input of numbers, unless their type is given', () => {
    const column = { name: 'id', cells: ['9007199254740993', '9007199254740995'] };
    expect(() => guessFeature(column, numbers)).toThrow(
      'column id holds numbers as texts, such as 9007199254740993, and input X of the graph takes numbers',
    );
    expect(guessFeature(column, numbers, 'number')).toMatchObject({ type: 'number' });
  });

  test('takes more categories than a profile counts for texts', () => {
    const cells = (count: number) => Array.from({ length: count }, (_, row) => `Z${row}`);
    const input: GraphTensor = { name: 'place', datatype: 'BYTES', shape: [-1, 1] };
    expect(guessFeature({ name: 'place', cells: cells(10_000) }, input)).toMatchObject({ type: 'category' });
    expect(guessFeature({ name: 'place', cells: cells(10_001) }, input)).toMatchObject({ type: 'text' });
  });

  test('refuses lists of different lengths', () => {
    const column = { name: 'tokens', cells: [[1, 2, 3], [4, 5, 6], null, [7]] };
    expect(() => guessFeature(column, lists)).toThrow(
      'the lists for input ids are of different sizes: 3 and 1. A feature has one shape: pad or cut the lists',
    );
  });

  test('a column of the name of a part of every object is a column like others', () => {
    expect(guessFeature({ name: '__proto__', cells: [0.5, 1] }, numbers)).toMatchObject({ type: 'number' });
  });
});
