import { eachTie, numericTest } from '../comparison/index.js';
import { mannWhitneyTail, normalCdf } from '../statistics/index.js';

/** The exact law is used when a sample has at most this many rows. */
const EXACT_SIZE = 8;

/**
 * Mann-Whitney rank test. Evidently tests only for larger current values (one-sided), so a downward shift is never drift;
 * `robust` is two-sided. Exact without ties and with at most 8 rows in a sample, else normal with continuity and tie
 * corrections.
 */
export const mannWhitney = numericTest({
  method: 'mannw',
  displayName: 'Mann-Whitney U-rank test',
  threshold: 0.05,
  driftIf: '<',
  score(reference, current, { mode }) {
    const [n1, n2] = [reference.size, current.size];
    let rankSum = 0;
    let ties = 0;
    eachTie(reference.sorted, current.sorted, ({ midrank, left, total }) => {
      rankSum += midrank * left;
      ties += total ** 3 - total;
    });
    const larger = n1 * n2 - (rankSum - (n1 * (n1 + 1)) / 2);
    const u = mode === 'robust' ? Math.max(larger, n1 * n2 - larger) : larger;
    const tail =
      Math.min(n1, n2) <= EXACT_SIZE && ties === 0
        ? mannWhitneyTail(u, n1, n2)
        : normalTailOf(u, n1, n2, ties);
    return mode === 'robust' ? Math.min(1, 2 * tail) : tail;
  },
});

function normalTailOf(u: number, n1: number, n2: number, ties: number): number {
  const n = n1 + n2;
  const deviation = Math.sqrt(((n1 * n2) / 12) * (n + 1 - ties / (n * (n - 1))));
  return normalCdf(-(u - (n1 * n2) / 2 - 0.5) / deviation);
}
