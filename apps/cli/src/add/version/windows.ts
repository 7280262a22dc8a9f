import type { Manifest } from '../../../../predict/dist/models/index.js';

/** Over fewer rows, scores vary too much by chance. */
const MIN_ROWS = 100;

/**
 * Windows that the reference can stand for: a fifth of its rows makes a window, between 100 and predict's defaults of 1,000
 * predictions and 200 labels.
 */
export function windowsFor(referenceRows: number): Manifest['windows'] {
  const part = Math.floor(referenceRows / 5);
  const predictions = Math.min(1_000, Math.max(MIN_ROWS, part));
  const labels = Math.min(200, Math.max(MIN_ROWS, part));
  return {
    feedback: { size: 5 * labels, minimum: labels },
    predictions: { size: 2 * predictions, minimum: predictions, max_age_s: 86_400 },
  };
}
