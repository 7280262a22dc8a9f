import { describe, expect, test } from '@jest/globals';
import { mapInSlices, nextTurn } from './slices.js';

/** Blocks the event loop. */
function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

/** Counts turns of the event loop until it is stopped. */
function countTurns() {
  let turns = 0;
  let next: NodeJS.Immediate;
  const count = () => {
    turns += 1;
    next = setImmediate(count);
  };
  next = setImmediate(count);
  return { stop: () => clearImmediate(next), turns: () => turns };
}

describe('mapInSlices', () => {
  test('gives the results in the order of the items', async () => {
    expect(await mapInSlices(['a', 'b'], (item, index) => item + index)).toEqual(['a0', 'b1']);
  });

  test('lets the event loop turn while it works', async () => {
    const loop = countTurns();
    await mapInSlices(Array(10).fill(5), busy);
    loop.stop();
    expect(loop.turns()).toBeGreaterThanOrEqual(4);
  });

  test('stops at the first error', async () => {
    const seen: number[] = [];
    const work = (item: number) => {
      seen.push(item);
      if (item === 2) throw new Error('refused');
    };
    await expect(mapInSlices([1, 2, 3], work)).rejects.toThrow('refused');
    expect(seen).toEqual([1, 2]);
  });
});

test('nextTurn grants each turn of the event loop to one caller, in order', async () => {
  const loop = countTurns();
  const granted = await Promise.all([1, 2, 3].map(() => nextTurn().then(() => loop.turns())));
  loop.stop();
  expect(new Set(granted).size).toBe(3);
  expect(granted).toEqual(granted.toSorted((one, other) => one - other));
});
