import {
  type AveragedF1Options,
  confidenceBand,
  errorFactor,
  estimateAveragedF1,
  type EstimateRows,
  type F1Estimate,
} from '../estimators/index.js';
import type { Average } from '../quality/index.js';
import type { NoiseThreshold } from '../statistics/index.js';
import { calibratedColumns } from './calibrated-columns.js';
import { effectiveEstimateRows } from './estimate-rows.js';
import type { PredictionRows } from './profile-spec.js';
import { estimatorRows } from './quality-estimate.js';
import type { F1Profile, ReferenceProfile } from './reference-profile.js';

/** An estimate of F1 with its confidence band. */
export interface F1Band {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** The range of F1 in windows of this size that are like the reference; absent with profiles of earlier releases. */
  readonly threshold?: NoiseThreshold;
  /** Whether the estimate is below its usual range. */
  readonly alert?: boolean;
}

/**
 * F1 without labels, averaged like the F1 from labels.
 * @returns null without an estimator, probabilities or rows, and where F1 is undefined.
 */
export function estimateF1(
  profile: ReferenceProfile,
  average: Average,
  { predictions, probabilities }: Pick<PredictionRows, 'predictions' | 'probabilities'>,
): F1Band | null {
  const { estimator, classes } = profile;
  if (estimator === null || classes === null || probabilities === null) return null;
  const places = new Map<unknown, number>(classes.map((name, index) => [name, index]));
  const predicted = Array.from(predictions, (name) => places.get(name) ?? -1);
  const columns = calibratedColumns(classes, estimator, probabilities);
  const known = estimator.f1?.[average];
  const reference = estimatorRows(profile);
  const options: AveragedF1Options = {
    reference,
    ...(estimator.task === 'binary' && { positive: classes.indexOf(estimator.positiveClass) }),
    ...(known && { errorOfOne: known.errorOfOne }),
  };
  const estimate = estimateAveragedF1(average, columns, predicted, options);
  if (estimate === undefined) return null;
  return f1Band(estimate, known, effectiveEstimateRows({ window: predicted.length, reference }, columns));
}

/** An estimate with its usual range; without one where no error is known. @param known on the reference. */
export function f1Band(
  { value, lower, upper }: F1Estimate,
  known: F1Profile | undefined,
  rows: EstimateRows,
): F1Band {
  if (known === undefined || known.errorOfOne === 0) return { value, lower, upper };
  const threshold = confidenceBand(known.value, known.errorOfOne * errorFactor(rows), 1);
  return { value, lower, upper, threshold, alert: value < threshold.lower };
}
