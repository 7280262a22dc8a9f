import { chiSquaredTail } from '../../statistics/gamma.js';
import type { DriftTest } from '../drift-test.js';
import { pairCounts } from '../paired-counts.js';

/**
 * Pearson's goodness of fit of the current counts to the reference counts, scaled to the current size. A category the
 * reference does not have makes p = 0. One category alone leaves no degree of freedom: NaN, or 0 and so drift where the
 * scaled count misses the current one by a rounding error; in `robust` 1.
 */
export const chiSquare: DriftTest = {
  method: 'chisquare',
  displayName: 'chi-square p_value',
  kinds: ['categorical'],
  threshold: 0.05,
  driftIf: '<',
  score(reference, current, { mode }) {
    const counts = pairCounts(this.method, reference, current);
    const degreesOfFreedom = counts.values.length - 1;
    if (degreesOfFreedom === 0 && mode === 'robust') return 1;
    const scale = current.size / reference.size;
    const statistic = counts.reference.reduce((sum, count, index) => {
      const expected = count * scale;
      return sum + (counts.current[index]! - expected) ** 2 / expected;
    }, 0);
    return chiSquaredTail(statistic, degreesOfFreedom);
  },
};
