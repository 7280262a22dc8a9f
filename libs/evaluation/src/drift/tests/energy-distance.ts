import { numericTest } from '../drift-test.js';
import { eachStep } from '../empirical-steps.js';

/** Energy distance sqrt(2 ∫ (F - G)²) (G. J. Székely 2002). It is in the unit of the feature, and so is its threshold. */
export const energyDistance = numericTest({
  method: 'ed',
  displayName: 'Energy-distance',
  threshold: 0.1,
  driftIf: '>',
  score(reference, current) {
    let sum = 0;
    eachStep(reference.sorted, current.sorted, (difference, width) => {
      sum += difference * difference * width;
    });
    return Math.SQRT2 * Math.sqrt(sum);
  },
});
