import { calibrated, calibrateRows, estimateAveragedF1, type EstimatedMetric } from '../estimators/index.js';
import type { Average } from '../quality/index.js';
import type { PredictionRows } from './profile-spec.js';
import { estimatorRows } from './quality-estimate.js';
import type { EstimatorProfile, ReferenceProfile } from './reference-profile.js';

/** An estimate of F1 with its confidence band. */
export interface F1Band {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** An estimate and its band; null where it is undefined. */
type Estimate = { readonly [Name in keyof F1Band]: number | null };

/**
 * F1 without labels, averaged like the F1 from labels. The estimates of the window are used where they are the same number: F1 of
 * the positive class, the plain mean over several classes, and accuracy, which equals the micro average because every row has one
 * class. Other means are computed from the expected counts of the classes.
 * @param estimated those of `evaluateWindow` for the window.
 * @returns null without an estimator or probabilities, and where F1 is undefined.
 */
export function estimateF1(
  profile: ReferenceProfile,
  average: Average,
  window: Pick<PredictionRows, 'predictions' | 'probabilities'>,
  estimated: Readonly<Record<EstimatedMetric, Estimate>> | null,
): F1Band | null {
  const { estimator, classes } = profile;
  const { predictions, probabilities } = window;
  if (estimated === null || estimator === null || classes === null || probabilities === null) return null;
  if (average === 'micro') return bandOf(estimated.accuracy);
  if (average === 'binary' || (average === 'macro' && estimator.task === 'multiclass')) {
    return bandOf(estimated.f1);
  }
  const places = new Map<unknown, number>(classes.map((name, index) => [name, index]));
  const predicted = Array.from(predictions, (name) => places.get(name) ?? -1);
  const columns = probabilityColumns(classes, estimator, probabilities);
  return estimateAveragedF1(average, columns, predicted, estimatorRows(profile)) ?? null;
}

function bandOf({ value, lower, upper }: Estimate): F1Band | null {
  return value === null || lower === null || upper === null ? null : { value, lower, upper };
}

/** Calibrated probabilities, a column for each class. */
function probabilityColumns(
  classes: readonly string[],
  estimator: EstimatorProfile,
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
