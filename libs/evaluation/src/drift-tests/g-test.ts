import { type DriftTest, DriftUndefined, homogeneityP, pairCounts } from '../comparison/index.js';
import { chiSquaredTail } from '../statistics/index.js';

/** The allowed relative difference between the sums of observed and expected counts: the root of the machine epsilon. */
const SUM_TOLERANCE = Math.sqrt(Number.EPSILON);

/**
 * Log-likelihood ratio test of the current counts against those of the reference, 2 Σ o ln(o / e). Evidently uses the unscaled
 * reference counts as expected counts, so it needs samples of one size, and one row of a new category gives p = 0. `robust`
 * tests the homogeneity of both samples, and gives 1 for a single category.
 */
export const gTest: DriftTest = {
  method: 'g_test',
  displayName: 'g_test',
  kinds: ['categorical'],
  threshold: 0.1,
  driftIf: '<',
  score(reference, current, { mode }) {
    const counts = pairCounts(this.method, reference, current);
    if (mode === 'robust') return homogeneityP(counts, term);
    if (!sizesAgree(reference.size, current.size)) throw new DriftUndefined(this.method, 'lengths-differ');
    const statistic = counts.current.reduce(
      (sum, count, index) => sum + term(count, counts.reference[index] ?? NaN),
      0,
    );
    return chiSquaredTail(statistic, counts.values.length - 1);
  },
};

/** 0 for a cell without rows, the limit of o ln o. */
function term(observed: number, expected: number): number {
  return observed === 0 ? 0 : 2 * observed * Math.log(observed / expected);
}

function sizesAgree(left: number, right: number): boolean {
  return Math.abs(left - right) / Math.min(left, right) <= SUM_TOLERANCE;
}
