import { describe, expect, test } from '@jest/globals';
import { Batcher, Leases, RunSize } from './batcher.js';

/** Doubles numbers; a negative row breaks a run, and reading 13 fails. */
function doubling(maxRows = 4) {
  const runs: number[][] = [];
  const depths: number[] = [];
  let answered = 0;
  const leases = new Leases();
  const batcher = new Batcher<number, number>({
    maxRows: () => maxRows,
    leases,
    mayRunAlone: (error) => (error as Error).message !== 'ended',
    run: (rows) => {
      runs.push([...rows]);
      if (rows.includes(-99)) return Promise.reject(new Error('ended'));
      if (rows.some((row) => row < 0)) return Promise.reject(new Error('negative'));
      return Promise.resolve((place) => {
        if (rows[place] === 13) throw new Error('unlucky');
        return (rows[place] as number) * 2;
      });
    },
    onQueue: (waiting) => depths.push(waiting),
    onAnswer: () => (answered += 1),
  });
  return { batcher, runs, leases, state: () => ({ depths, answered }) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('Batcher', () => {
  test('runs the rows of one turn together and answers each with its own result', async () => {
    const { batcher, runs } = doubling();
    expect(await Promise.all([1, 2, 3].map((row) => batcher.add(row)))).toEqual([2, 4, 6]);
    expect(runs).toEqual([[1, 2, 3]]);
  });

  test('does not repeat the rows of a run whose failure concerns all of them', async () => {
    const { batcher, runs } = doubling();
    const answers = await Promise.allSettled([1, -99].map((row) => batcher.add(row)));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(runs).toEqual([[1, -99]]);
  });

  test('waits only for the rows of the same turn', async () => {
    const { batcher, runs } = doubling();
    await batcher.add(1);
    await batcher.add(2);
    expect(runs).toEqual([[1], [2]]);
  });

  test('runs rows that arrive during a run with the next run', async () => {
    const { batcher, runs } = doubling();
    const first = batcher.add(1);
    await turn();
    await Promise.all([first, batcher.add(2), batcher.add(3)]);
    expect(runs).toEqual([[1], [2, 3]]);
  });

  test('limits the size of a run, one run per turn, in the order of arrival', async () => {
    const { batcher, runs } = doubling(2);
    const all = Promise.all([1, 2, 3, 4, 5].map((row) => batcher.add(row)));
    await turn();
    expect(runs).toEqual([[1, 2]]);
    expect(await all).toEqual([2, 4, 6, 8, 10]);
    expect(runs).toEqual([[1, 2], [3, 4], [5]]);
  });

  test('fails only the row that breaks a run: the others run without it', async () => {
    const { batcher } = doubling();
    const outcomes = await Promise.allSettled([1, -1, 3].map((row) => batcher.add(row)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  test('fails only the row whose result cannot be read', async () => {
    const { batcher, runs } = doubling();
    const outcomes = await Promise.allSettled([13, 2].map((row) => batcher.add(row)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(runs).toHaveLength(1);
  });

  test('returns the lease of every row, answered or failed', async () => {
    const { batcher, leases } = doubling();
    const outcomes = Promise.allSettled([1, -1, 13].map((row) => batcher.add(row)));
    await leases.returned();
    expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  test('reports how many rows each run left waiting, and how many were answered', async () => {
    const { batcher, state } = doubling(2);
    await Promise.all([1, 2, 3].map((row) => batcher.add(row)));
    expect(state()).toEqual({ depths: [1, 0], answered: 3 });
  });
});

test('the size of a run is halved by slow runs, at least one row, and doubled by fast ones, up to the limit', () => {
  const size = new RunSize(8);
  const sizes = [100, 100, 100, 100, 20, 1, 1, 1, 1].map((heldMs) => {
    size.ran(size.rows, heldMs);
    return size.rows;
  });
  expect(sizes).toEqual([4, 2, 1, 1, 1, 2, 4, 8, 8]);
});
