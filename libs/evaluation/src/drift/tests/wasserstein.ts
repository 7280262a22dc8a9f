import { variance } from '../../statistics/summation.js';
import { numericTest } from '../drift-test.js';
import { eachStep } from '../empirical-steps.js';

/** The scale is at least this, so a reference that hardly varies makes the distance explode. */
const SMALLEST_SCALE = 0.001;

/** First Wasserstein distance ∫ |F - G|, in standard deviations (ddof 0) of the reference, at least 0.001 each. */
export const wasserstein = numericTest({
  method: 'wasserstein',
  displayName: 'Wasserstein distance (normed)',
  threshold: 0.1,
  driftIf: '>=',
  score(reference, current) {
    let distance = 0;
    eachStep(reference.sorted, current.sorted, (difference, width) => {
      distance += Math.abs(difference) * width;
    });
    return distance / Math.max(Math.sqrt(variance(reference.values)), SMALLEST_SCALE);
  },
});
