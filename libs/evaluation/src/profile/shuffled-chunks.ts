import { MersenneTwister } from '../statistics/mersenne-twister.js';

/** So many chunks tell the noise; of fewer its deviation is known too badly for a threshold three of them away. */
const CHUNKS = 100;

/**
 * Chunks of a reference that differ from the whole of it by as much as a new window of `windowRows` rows would, for no
 * reason but chance. A chunk is part of what it is compared with, a window is not: the variance of a difference of means is
 * 1/c - 1/n for a chunk of c rows out of n, and 1/w + 1/n for a window of w rows, so c is w n / (n + 2 w).
 *
 * Rows are shuffled (seeded): were the reference sorted by its target, every chunk of neighbours would differ from the
 * whole, and nothing would ever count as drift.
 */
export function shuffledChunks(rows: number, windowRows: number): Uint32Array[] {
  if (rows === 0) return [];
  const size = Math.max(1, Math.floor((windowRows * rows) / (rows + 2 * windowRows)));
  const inOneOrder = Math.floor(rows / size);
  const chunks: Uint32Array[] = [];
  for (let seed = 1; chunks.length < CHUNKS; seed++) {
    const order = new MersenneTwister(seed).permutation(rows);
    for (let chunk = 0; chunk < inOneOrder && chunks.length < CHUNKS; chunk++) {
      chunks.push(order.subarray(chunk * size, (chunk + 1) * size));
    }
  }
  return chunks;
}
