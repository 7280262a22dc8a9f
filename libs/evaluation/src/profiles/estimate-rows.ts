import type { EstimateRows } from '../estimators/index.js';
import { autocorrelationTime } from '../statistics/index.js';

/** The classes whose dependence is measured. */
const MAX_CLASSES = 8;

/**
 * As many independent rows as tell as much about quality as these, whose consecutive rows may be alike: both numbers are divided by
 * the longest autocorrelation time of the probabilities of a class.
 * @param probabilities a column for each class.
 */
export function effectiveEstimateRows(
  { window, reference = Infinity }: EstimateRows,
  probabilities: readonly Float64Array[],
): EstimateRows {
  const time = Math.max(1, ...probabilities.slice(0, MAX_CLASSES).map(autocorrelationTime));
  return { window: window / time, reference: reference / time };
}
