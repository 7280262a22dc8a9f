import { numericTest } from '../comparison/index.js';
import { mean, studentTwoSided, variance } from '../statistics/index.js';

/**
 * Student's t-test of equal means, pooled variance, two-sided. Two equal constants give NaN; `robust` gives 1.
 */
export const studentT = numericTest({
  method: 't_test',
  displayName: 't_test',
  threshold: 0.05,
  driftIf: '<',
  score(reference, current, { mode }) {
    const [n1, n2] = [reference.size, current.size];
    const degreesOfFreedom = n1 + n2 - 2;
    const squares = sumOfSquares(reference.values) + sumOfSquares(current.values);
    const difference = mean(reference.values) - mean(current.values);
    if (mode === 'robust' && difference === 0) return 1;
    const deviation = Math.sqrt((squares / degreesOfFreedom) * (1 / n1 + 1 / n2));
    return studentTwoSided(difference / deviation, degreesOfFreedom);
  },
});

function sumOfSquares(values: Float64Array): number {
  return values.length === 1 ? 0 : variance(values) * values.length;
}
