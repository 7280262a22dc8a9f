import { eachTie, numericTest } from '../comparison/index.js';
import { mannWhitneyTail, normalCdf } from '../statistics/index.js';

/** A sample of at most this size makes the exact law worth it. */
const EXACT_SIZE = 8;

/**
 * Mann-Whitney rank test. Evidently asks only whether the current values are larger than the reference (one-sided), so a
 * shift downwards is never drift; `robust` is two-sided. Exact when there are no ties and a sample has at most 8 rows,
 * else normal with continuity and tie corrections.
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
