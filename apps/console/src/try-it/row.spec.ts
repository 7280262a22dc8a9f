import { expect, test } from '@jest/globals';
import { exampleEntries, rowOf } from './row.js';

const features = [
  { name: 'age', type: 'integer' },
  { name: 'fare', type: 'number' },
  { name: 'sex', type: 'category', categories: [0, 1] },
  { name: 'port', type: 'category', categories: ['S', 'C'] },
  { name: 'married', type: 'boolean' },
  { name: 'text', type: 'text' },
  { name: 'steps', type: 'array', shape: [2, 3] },
  { name: 'series', type: 'array', shape: [3] },
] as const;

test('entries become values of the type of their feature', () => {
  const entries = {
    age: '63',
    fare: ' 7.25 ',
    sex: '1',
    port: 'C',
    married: 'false',
    text: '',
    steps: '1, 2, 3\n4;5\t6\n',
    series: '1\n2\n3',
  };
  expect(rowOf(features, entries)).toEqual({
    age: 63,
    fare: 7.25,
    sex: 1,
    port: 'C',
    married: false,
    text: '',
    steps: [
      [1, 2, 3],
      [4, 5, 6],
    ],
    series: [1, 2, 3],
  });
});

test('what is not given is left out, and what cannot be read is sent as it is', () => {
  expect(rowOf(features, { age: '', fare: 'many', port: 'X', text: 'a', steps: '[[1,' })).toEqual({
    fare: 'many',
    port: 'X',
    text: 'a',
    steps: '[[1,',
  });
});

test('examples of the manifest are entries that mean the same values', () => {
  const steps = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  const described = [
    { ...features[0], example: 63 },
    { ...features[6], example: steps },
  ];
  expect(rowOf(described, exampleEntries(described))).toEqual({ age: 63, steps });
});
