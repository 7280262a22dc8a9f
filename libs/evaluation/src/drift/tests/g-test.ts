import { chiSquaredTail } from '../../statistics/gamma.js';
import type { DriftTest } from '../drift-test.js';
import { DriftUndefined } from '../drift.errors.js';
import { pairCounts } from '../paired-counts.js';

/** How far the sums of observed and expected counts may be apart, relatively: the root of the machine epsilon. */
const SUM_TOLERANCE = Math.sqrt(Number.EPSILON);

/**
 * Log-likelihood ratio test of the current counts against those of the reference, 2 Σ o ln(o / e). Evidently expects the
 * raw reference counts and so fails unless both samples are of one size; `robust` scales them to the current size, and
 * gives 1 when there is one category alone.
 */
export const gTest: DriftTest = {
  method: 'g_test',
  displayName: 'g_test',
  kinds: ['categorical'],
  threshold: 0.1,
  driftIf: '<',
  score(reference, current, { mode }) {
    const counts = pairCounts(this.method, reference, current);
    const degreesOfFreedom = counts.values.length - 1;
    if (degreesOfFreedom === 0 && mode === 'robust') return 1;
    if (mode === 'evidently' && !sizesAgree(reference.size, current.size)) {
      throw new DriftUndefined(this.method, 'lengths-differ');
    }
    const scale = mode === 'robust' ? current.size / reference.size : 1;
    const statistic = counts.current.reduce(
      (sum, count, index) =>
        count === 0 ? sum : sum + 2 * count * Math.log(count / (counts.reference[index]! * scale)),
      0,
    );
    return chiSquaredTail(statistic, degreesOfFreedom);
  },
};

function sizesAgree(left: number, right: number): boolean {
  return Math.abs(left - right) / Math.min(left, right) <= SUM_TOLERANCE;
}
