import { type DriftTest, homogeneityP, pairCounts } from '../comparison/index.js';
import { chiSquaredTail } from '../statistics/index.js';

/**
 * Pearson's chi-squared test. Evidently tests the goodness of fit of the current counts to the reference counts, scaled to the
 * current size. It treats the reference as exact, so windows as large as the reference drift too often, and one row of a new
 * category gives p = 0. A single category leaves no degree of freedom and gives NaN, or 0 when the scaled count has a rounding
 * error. `robust` tests the homogeneity of both samples, where a new category is an ordinary cell, and gives 1 for a single
 * category.
 */
export const chiSquare: DriftTest = {
  method: 'chisquare',
  displayName: 'chi-square p_value',
  kinds: ['categorical'],
  threshold: 0.05,
  driftIf: '<',
  score(reference, current, { mode }) {
    const counts = pairCounts(this.method, reference, current);
    if (mode === 'robust')
      return homogeneityP(counts, (observed, expected) => (observed - expected) ** 2 / expected);
    const scale = current.size / reference.size;
    const statistic = counts.reference.reduce((sum, count, index) => {
      const expected = count * scale;
      return sum + ((counts.current[index] ?? NaN) - expected) ** 2 / expected;
    }, 0);
    return chiSquaredTail(statistic, counts.values.length - 1);
  },
};
