import { calibrated, calibrateRows } from '../estimators/index.js';
import type { CalibrationCurves } from './reference-profile.js';

/**
 * Calibrated probabilities, a column for each class.
 * @param probabilities row after row, in the order of the classes.
 */
export function calibratedColumns(
  classes: readonly string[],
  estimator: CalibrationCurves,
  probabilities: ArrayLike<number>,
): Float64Array[] {
  if (estimator.task === 'multiclass') return calibrateRows(estimator.curves, probabilities);
  const { curve, positiveClass } = estimator;
  const place = classes.indexOf(positiveClass);
  const positive = Float64Array.from({ length: probabilities.length / 2 }, (_, row) => {
    const score = probabilities[2 * row + place] ?? NaN;
    return curve === null ? score : calibrated(curve, score);
  });
  return classes.map((name) => (name === positiveClass ? positive : positive.map((share) => 1 - share)));
}
