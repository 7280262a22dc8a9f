import { expect, test } from '@jest/globals';
import { arrayMover } from './array-drift.js';

const feature = {
  ...({ name: 'readings', nullable: false, type: 'array', shape: [2, 2] } as const),
  ...{ minimum: -100, maximum: 40 },
};
/** The first channel has the values 0 and 2, the second is constant. */
const values = [
  [
    [0, 5],
    [2, 5],
  ],
];

test('each channel moves by its own standard deviation, within the bounds, and missing numbers stay', () => {
  const move = arrayMover({ ...feature, shape: [2, 2] }, values, 4);
  expect(move([[1, 5], [null, 39.5]], 0.5)).toEqual([[3.83, 7], [null, 40]]); // prettier-ignore
  expect(move(values[0]!, 0)).toEqual(values[0]);
});

test('a one-dimensional array is one channel', () => {
  const move = arrayMover({ ...feature, shape: [2] }, [[0, 2]], 4);
  expect(move([0, 2], 0.5)).toEqual([2.83, 4.83]);
});
