import { expect, test } from '@jest/globals';
import { shuffledChunks } from './measured-noise.js';

/** The mean square of a chunk's mean less that of all rows, for values of mean 0 and variance 1. */
function spreadOf(rows: number, windowRows: number): number {
  let state = 1;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const squares: number[] = [];
  for (let repeat = 0; repeat < 40; repeat++) {
    const values = Array.from({ length: rows }, () => (next() + next() + next() + next() - 2) * Math.sqrt(3));
    const whole = values.reduce((sum, value) => sum + value) / rows;
    for (const chunk of shuffledChunks(rows, windowRows)) {
      squares.push((chunk.reduce((sum, row) => sum + values[row]!, 0) / chunk.length - whole) ** 2);
    }
  }
  return squares.reduce((sum, square) => sum + square) / squares.length;
}

test.each([
  [1_000, 1_000],
  [1_000, 100],
  [2_000, 50],
  [300, 2_000],
])('chunks of %i rows vary as new windows of %i rows do', (rows, windowRows) => {
  const expected = 1 / windowRows + 1 / rows;
  expect(spreadOf(rows, windowRows) / expected).toBeGreaterThan(0.85);
  expect(spreadOf(rows, windowRows) / expected).toBeLessThan(1.15);
});

test('there are a hundred chunks, each of different rows', () => {
  for (const rows of [1, 1_000, 1_000_000]) expect(shuffledChunks(rows, 1_000)).toHaveLength(100);
  for (const chunk of shuffledChunks(500, 90)) expect(new Set(chunk).size).toBe(chunk.length);
  expect(shuffledChunks(0, 1_000)).toEqual([]);
});
