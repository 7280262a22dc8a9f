import { type DriftTest, homogeneityP, pairCounts } from '../comparison/index.js';
import { chiSquaredTail } from '../statistics/index.js';

/**
 * Pearson's chi-squared test. Evidently's is a goodness of fit of the current counts to the reference counts, scaled to the
 * current size: it takes the reference for the truth, so steady windows as large as the reference drift too often, and one
 * row of a category that the reference does not have makes p = 0. One category alone leaves no degree of freedom: NaN, or 0
 * and so drift where the scaled count misses the current one by a rounding error. `robust` tests the homogeneity of both
 * samples, to which a new category is a cell as any other, and gives 1 for one category alone.
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
