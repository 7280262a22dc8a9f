import { numericTest, stepDifference } from '../comparison/index.js';

/** Energy distance sqrt(2 ∫ (F - G)²) (G. J. Székely 2002). The distance and its threshold are in the unit of the feature. */
export const energyDistance = numericTest({
  method: 'ed',
  displayName: 'Energy-distance',
  threshold: 0.1,
  driftIf: '>',
  score(reference, current) {
    const { squaredArea } = stepDifference(reference.sorted, current.sorted);
    return Math.SQRT2 * Math.sqrt(squaredArea);
  },
});
