import { numericTest, stepDifference } from '../comparison/index.js';
import { kolmogorovTwoSampleTail } from '../statistics/index.js';

/**
 * Two-sample Kolmogorov-Smirnov test, two-sided: exact p-value while both samples have at most 10,000 rows, then the
 * finite-size law of Simard and L'Ecuyer.
 */
export const kolmogorovSmirnov = numericTest({
  method: 'ks',
  displayName: 'K-S p_value',
  threshold: 0.05,
  driftIf: '<=',
  score(reference, current) {
    const { largest } = stepDifference(reference.sorted, current.sorted);
    return kolmogorovTwoSampleTail(largest, reference.size, current.size);
  },
});
