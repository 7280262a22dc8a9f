/** How far rounding may put a probability outside 0 to 1. */
const TOLERANCE = 1e-5;
/** How far the probabilities of a row may sum from 1; graphs that compute in half precision need that much. */
const SUM_TOLERANCE = 1e-3;
const CURE = 'apply softmax or sigmoid to the scores in the graph';

/**
 * Clips the probabilities of one row to 0 to 1 where rounding put them a hair outside.
 * @returns what is wrong with them, if they are no probabilities.
 */
export function clipProbabilities(probabilities: number[], classes: readonly string[]): string | undefined {
  let sum = 0;
  for (const [place, probability] of probabilities.entries()) {
    if (!(probability >= -TOLERANCE && probability <= 1 + TOLERANCE)) {
      const cure = Number.isNaN(probability) ? '' : `; ${CURE}`;
      return `is ${probability} for class ${classes[place]}, which is not a probability${cure}`;
    }
    const clipped = Math.min(1, Math.max(0, probability));
    probabilities[place] = clipped;
    sum += clipped;
  }
  return Math.abs(sum - 1) <= SUM_TOLERANCE
    ? undefined
    : `has probabilities that sum to ${Number(sum.toPrecision(6))}, not 1; ${CURE}`;
}
