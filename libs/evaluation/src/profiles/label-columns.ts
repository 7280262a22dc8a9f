import { calibrated, type IsotonicCurve } from '../estimators/index.js';
import { type PredictionRows, ProfileInputInvalid } from './profile-spec.js';

/** One label of rows: its probabilities, and whether it is predicted (1 or 0). */
export interface LabelColumns {
  readonly probabilities: Float64Array;
  readonly predicted: Float64Array;
}

/** The columns of labels. @param probabilities row after row. @throws {ProfileInputInvalid} for a label without an outcome. */
export function labelColumns(
  labels: readonly string[],
  probabilities: ArrayLike<number>,
  outcomes: PredictionRows['outcomes'],
): LabelColumns[] {
  return labels.map((label, place) => {
    const predicted = outcomes?.[label];
    if (predicted === undefined) throw new ProfileInputInvalid(`there is no outcome ${label}`);
    return {
      probabilities: Float64Array.from(
        predicted,
        (_, row) => probabilities[row * labels.length + place] ?? NaN,
      ),
      predicted: Float64Array.from(predicted, Number),
    };
  });
}

/** Calibrated probabilities; without a curve the same ones. */
export function calibratedLabel(
  probabilities: Float64Array,
  curve: IsotonicCurve | null | undefined,
): Float64Array {
  return curve ? probabilities.map((score) => calibrated(curve, score)) : probabilities;
}
