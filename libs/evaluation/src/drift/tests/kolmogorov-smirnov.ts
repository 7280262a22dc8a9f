import { kolmogorovTwoSampleTail } from '../../statistics/kolmogorov-two-sample.js';
import { numericTest } from '../drift-test.js';
import { eachStep } from '../empirical-steps.js';

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
    let largest = 0;
    eachStep(reference.sorted, current.sorted, (difference) => {
      largest = Math.max(largest, Math.abs(difference));
    });
    return kolmogorovTwoSampleTail(largest, reference.size, current.size);
  },
});
