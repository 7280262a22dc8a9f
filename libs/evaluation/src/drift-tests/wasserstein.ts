import { numericTest, stepArea } from '../comparison/index.js';

/** The minimum scale; a reference with less variation gives huge distances. */
const SMALLEST_SCALE = 0.001;

/** First Wasserstein distance ∫ |F - G|, in standard deviations (ddof 0) of the reference, at least 0.001 each. */
export const wasserstein = numericTest({
  method: 'wasserstein',
  displayName: 'Wasserstein distance (normed)',
  threshold: 0.1,
  driftIf: '>=',
  score(reference, current) {
    return stepArea(reference, current) / Math.max(Math.sqrt(reference.variance), SMALLEST_SCALE);
  },
});
