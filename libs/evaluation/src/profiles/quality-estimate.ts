import {
  byMetric,
  type ByMetric,
  estimateBinary,
  estimateMulticlass,
  fitBinaryEstimator,
  fitMulticlassEstimator,
  type MetricEstimate,
} from '../estimators/index.js';
import { rocAuc } from '../quality/index.js';
import type { NoiseThreshold } from '../statistics/index.js';
import {
  type PredictionRows,
  ProfileInputInvalid,
  type ProfileSpec,
  type ReferenceTable,
} from './profile-spec.js';
import type { EstimatorProfile, ReferenceProfile, ReferenceQuality } from './reference-profile.js';

/** The labelled rows that an estimator needs, and the most that it is fitted on; of more rows, every n-th is taken. */
const MIN_ROWS = 50;
const MAX_ROWS = 100_000;

/** Fits an estimator; null without probabilities or labels, or with fewer than 50 labelled rows. */
export function fitEstimator(table: ReferenceTable, spec: ProfileSpec): EstimatorProfile | null {
  const { classes, positiveClass } = spec;
  const { actual, probabilities } = table;
  if (classes === null || actual === null || probabilities === null) return null;
  const known = Array.from(actual, (_, row) => row).filter((row) => actual[row] != null);
  if (known.length < MIN_ROWS) return null;
  const step = Math.ceil(known.length / MAX_ROWS);
  const labelled = known.filter((_, place) => place % step === 0);
  const at = (row: number, index: number) => probabilities[row * classes.length + index] ?? NaN;
  if (positiveClass != null) {
    const positive = classes.indexOf(positiveClass);
    return {
      task: 'binary',
      positiveClass,
      ...fitBinaryEstimator({
        scores: labelled.map((row) => at(row, positive)),
        predicted: labelled.map((row) => Number(table.predictions[row] === positiveClass)),
        actual: labelled.map((row) => Number(actual[row] === positiveClass)),
      }),
    };
  }
  const places = placesOf(classes);
  return {
    task: 'multiclass',
    ...fitMulticlassEstimator({
      classes: classes.length,
      probabilities: labelled.flatMap((row) => classes.map((_, index) => at(row, index))),
      predicted: labelled.map((row) => places(table.predictions[row])),
      actual: labelled.map((row) => places(actual[row])),
    }),
  };
}

/** The labelled rows that an estimator was fitted on. */
export function estimatorRows({ quality, rows }: ReferenceProfile): number {
  return Math.min(quality?.rows ?? rows, MAX_ROWS);
}

/** Estimates the quality on a window; null without probabilities or rows. */
export function estimateQuality(
  profile: ReferenceProfile,
  { predictions, probabilities }: PredictionRows,
): ByMetric<MetricEstimate> | null {
  const { estimator, classes } = profile;
  if (estimator === null || classes === null || probabilities === null || predictions.length === 0)
    return null;
  if (estimator.task === 'multiclass') {
    const places = placesOf(classes);
    return estimateMulticlass(
      estimator,
      probabilities,
      Array.from(predictions, places),
      estimatorRows(profile),
    );
  }
  const positive = classes.indexOf(estimator.positiveClass);
  const scores = Array.from(predictions, (_, row) => probabilities[row * classes.length + positive] ?? NaN);
  const predicted = Array.from(predictions, (label) => Number(label === estimator.positiveClass));
  return estimateBinary(estimator, scores, predicted, estimatorRows(profile));
}

/** An estimator as it was before JSON made null of NaN. */
export function revivedEstimator(estimator: EstimatorProfile): EstimatorProfile {
  const metrics = byMetric((metric) => {
    const { errorOfOne, threshold } = estimator.metrics[metric];
    return {
      errorOfOne: errorOfOne ?? NaN,
      threshold: revivedThreshold(threshold),
    };
  });
  return { ...estimator, metrics };
}

/** Limits as they were before JSON made null of NaN. */
export function revivedThreshold({ lower, upper }: NoiseThreshold): NoiseThreshold {
  return { lower: lower ?? NaN, upper: upper ?? NaN };
}

/** Gives the index of a class. @throws {ProfileInputInvalid} for an unknown class. */
function placesOf(classes: readonly string[]): (label: unknown) => number {
  const places = new Map<unknown, number>(classes.map((name, index) => [name, index]));
  return (label) => {
    const place = places.get(label);
    if (place === undefined) throw new ProfileInputInvalid(`${String(label)} is not one of the classes`);
    return place;
  };
}

/** The quality on the reference itself; null without labels, and for a regression. */
export function referenceQuality(
  { actual, predictions, probabilities }: ReferenceTable,
  { classes }: ProfileSpec,
): ReferenceQuality | null {
  if (classes === null || actual === null) return null;
  const labelled = Array.from(predictions, (_, row) => row).filter((row) => actual[row] != null);
  if (labelled.length === 0) return null;
  const areas = classes.map((name, index) =>
    rocAuc(
      labelled.map((row) => actual[row] === name),
      labelled.map((row) => probabilities?.[row * classes.length + index] ?? 0),
    ),
  );
  // NaN for a class with none or all of the rows.
  const known = areas.filter((area) => !Number.isNaN(area));
  return {
    rows: labelled.length,
    right: labelled.filter((row) => actual[row] === predictions[row]).length,
    separated: known.length > 0 && known.every((area) => area === 1),
  };
}
