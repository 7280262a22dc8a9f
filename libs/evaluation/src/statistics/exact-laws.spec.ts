import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cramerVonMisesExactTail, cramerVonMisesTail } from './cramer-von-mises.js';
import { fisherTwoSided, mannWhitneyTail } from './exact-laws.js';

/** Every choice of which ranks 1..m+n the first sample has. */
function* choices(m: number, n: number, from = 1): Generator<number[]> {
  if (m === 0) {
    yield [];
    return;
  }
  for (let rank = from; rank <= n + m + from - 1; rank++) {
    for (const rest of choices(m - 1, n + from - rank, rank + 1)) yield [rank, ...rest];
  }
}

function mannWhitney(ranks: readonly number[], m: number): number {
  return ranks.reduce((sum, rank) => sum + rank, 0) - (m * (m + 1)) / 2;
}

function cramerVonMises(ranks: readonly number[], m: number, n: number): number {
  const others = Array.from({ length: m + n }, (_, index) => index + 1).filter(
    (rank) => !ranks.includes(rank),
  );
  const squares = (list: readonly number[]) => list.reduce((sum, rank, i) => sum + (rank - i - 1) ** 2, 0);
  return m * squares(ranks) + n * squares(others);
}

const size = fc.integer({ min: 1, max: 5 });
const pick = fc.nat({ max: 10_000 });

describe('exact laws equal a count of all arrangements', () => {
  test('Mann-Whitney', () => {
    fc.assert(
      fc.property(size, size, pick, (m, n, which) => {
        const all = [...choices(m, n)].map((ranks) => mannWhitney(ranks, m));
        const u = all[which % all.length]!;
        const share = all.filter((other) => other >= u).length / all.length;
        expect(mannWhitneyTail(u, m, n)).toBeCloseTo(share, 12);
      }),
    );
  });

  test('Mann-Whitney beyond its range', () => {
    expect([mannWhitneyTail(0, 3, 4), mannWhitneyTail(13, 3, 4)]).toEqual([1, 0]);
  });

  test('Cramér-von Mises', () => {
    fc.assert(
      fc.property(size, size, pick, (m, n, which) => {
        const all = [...choices(m, n)].map((ranks) => cramerVonMises(ranks, m, n));
        const u = all[which % all.length]!;
        const share = all.filter((other) => other >= u).length / all.length;
        expect(cramerVonMisesExactTail(u, m, n)).toBeCloseTo(share, 12);
      }),
    );
  });

  test('Fisher', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
    const cell = fc.integer({ min: 0, max: 12 });
    fc.assert(
      fc.property(cell, cell, cell, cell, (a, b, c, d) => {
        fc.pre(a + b > 0 && c + d > 0 && a + c > 0 && b + d > 0);
        const weights: number[] = [];
        for (let k = Math.max(0, a - d); k <= Math.min(a + b, a + c); k++) {
          weights.push(Math.round(choose(a + b, k)) * Math.round(choose(c + d, a + c - k)));
        }
        const observed = Math.round(choose(a + b, a)) * Math.round(choose(c + d, c));
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const extreme = weights
          .filter((weight) => weight <= observed)
          .reduce((sum, weight) => sum + weight, 0);
        expect(fisherTwoSided(a, b, c, d)).toBeCloseTo(extreme / total, 12);
      }),
    );
  });

  test('Fisher is 1 when a row or a column is empty', () => {
    expect([fisherTwoSided(0, 0, 3, 4), fisherTwoSided(2, 0, 5, 0)]).toEqual([1, 1]);
  });
});

/** Percentage points of the limiting law as T. W. Anderson and D. A. Darling tabulated them in 1952. */
test.each([
  [0.3473, 0.1],
  [0.46136, 0.05],
  [0.74346, 0.01],
])('the limiting Cramér-von Mises law has %d as its upper point of %d', (x, p) => {
  expect(cramerVonMisesTail(x)).toBeCloseTo(p, 4);
});
