import { expect, test } from '@jest/globals';
import { RunSize } from './run-size.js';

test('is halved by slow runs, at least one row, and doubled by fast ones, up to the limit', () => {
  const size = new RunSize(8);
  const sizes = [100, 100, 100, 100, 20, 1, 1, 1, 1].map((heldMs) => {
    size.ran(size.rows, heldMs);
    return size.rows;
  });
  expect(sizes).toEqual([4, 2, 1, 1, 1, 2, 4, 8, 8]);
});
