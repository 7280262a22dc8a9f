import {
  byMetric,
  type ByMetric,
  confidenceBand,
  errorFactor,
  estimateBinary,
  estimateMulticlass,
  type EstimateRows,
  fitBinaryEstimator,
  fitMulticlassEstimator,
  type MetricEstimate,
  type MetricProfile,
} from '../estimators/index.js';
import { rocAuc } from '../quality/index.js';
import type { NoiseThreshold } from '../statistics/index.js';
import { calibratedColumns } from './calibrated-columns.js';
import { effectiveEstimateRows } from './estimate-rows.js';
import { f1Profiles, type LabelledRows } from './f1-reference.js';
import {
  type PredictionRows,
  ProfileInputInvalid,
  type ProfileSpec,
  type ReferenceTable,
} from './profile-spec.js';
import type { EstimatorProfile, ReferenceProfile, ReferenceQuality } from './reference-profile.js';

/** The labelled rows that an estimator needs: with fewer, its band is too often wrong. */
export const MIN_ESTIMATOR_ROWS = 300;

/** The most rows that an estimator is fitted on; of more rows, every n-th is taken. */
const MAX_ROWS = 100_000;

/** Fits an estimator; null without probabilities or labels, or with fewer than `MIN_ESTIMATOR_ROWS` labelled rows. */
export function fitEstimator(table: ReferenceTable, spec: ProfileSpec): EstimatorProfile | null {
  const { classes, positiveClass } = spec;
  const { actual, probabilities } = table;
  if (classes === null || actual === null || probabilities === null) return null;
  const known = Array.from(actual, (_, row) => row).filter((row) => actual[row] != null);
  if (known.length < MIN_ESTIMATOR_ROWS) return null;
  const step = Math.ceil(known.length / MAX_ROWS);
  const labelled = known.filter((_, place) => place % step === 0);
  const places = placesOf(classes);
  const rows = {
    classes,
    probabilities: labelled.flatMap((row) =>
      classes.map((_, index) => probabilities[row * classes.length + index] ?? NaN),
    ),
    predicted: labelled.map((row) => places(table.predictions[row])),
    actual: labelled.map((row) => places(actual[row])),
  };
  const estimator = fitted(rows, positiveClass);
  const estimates = nannymlEstimates(estimator, rows);
  const metrics = byMetric((metric) => ({ ...estimator.metrics[metric], value: estimates[metric].value }));
  return { ...estimator, metrics, f1: f1Profiles(rows, estimator) };
}

function fitted(rows: LabelledRows, positiveClass: string | null | undefined): EstimatorProfile {
  const { classes, probabilities, predicted, actual } = rows;
  if (positiveClass == null) {
    return { task: 'multiclass', ...fitMulticlassEstimator({ ...rows, classes: classes.length }) };
  }
  const positive = classes.indexOf(positiveClass);
  return {
    task: 'binary',
    positiveClass,
    ...fitBinaryEstimator({
      scores: predicted.map((_, row) => probabilities[row * classes.length + positive] ?? NaN),
      predicted: predicted.map((index) => Number(index === positive)),
      actual: actual.map((index) => Number(index === positive)),
    }),
  };
}

/** The labelled rows that an estimator was fitted on. */
export function estimatorRows({ quality, rows }: ReferenceProfile): number {
  return Math.min(quality?.rows ?? rows, MAX_ROWS);
}

/**
 * Estimates the quality on a window; null without probabilities or rows. An estimate is unusual below what windows of this size reach
 * by chance, where NannyML's limits are those of tenths of the reference, and above them it is unusual too.
 */
export function estimateQuality(
  profile: ReferenceProfile,
  window: PredictionRows,
): ByMetric<MetricEstimate> | null {
  const { estimator, classes } = profile;
  const { predictions, probabilities } = window;
  if (estimator === null || classes === null || probabilities === null || predictions.length === 0)
    return null;
  const reference = estimatorRows(profile);
  const predicted = Array.from(predictions, placesOf(classes));
  const estimates = nannymlEstimates(estimator, { classes, probabilities, predicted }, reference);
  const columns = calibratedColumns(classes, estimator, probabilities);
  const rows = effectiveEstimateRows({ window: predictions.length, reference }, columns);
  return byMetric((metric) => withUsualRange(estimates[metric], estimator.metrics[metric], rows));
}

function nannymlEstimates(
  estimator: EstimatorProfile,
  { classes, probabilities, predicted }: Omit<LabelledRows, 'actual'>,
  reference?: number,
): ByMetric<MetricEstimate> {
  if (estimator.task === 'multiclass') {
    return estimateMulticlass(estimator, probabilities, predicted, reference);
  }
  const positive = classes.indexOf(estimator.positiveClass);
  const scores = predicted.map((_, row) => probabilities[row * classes.length + positive] ?? NaN);
  const isPredicted = predicted.map((index) => Number(index === positive));
  return estimateBinary(estimator, scores, isPredicted, reference);
}

/**
 * The limits of the profile hold for every window where no error is known: in profiles of earlier releases, and of references with
 * one outcome.
 */
function withUsualRange(
  estimate: MetricEstimate,
  profile: MetricProfile,
  rows: EstimateRows,
): MetricEstimate {
  const { value, errorOfOne, threshold: fixed } = profile;
  const isKnown = value !== undefined && errorOfOne > 0 && !Number.isNaN(fixed.lower);
  const threshold = isKnown ? confidenceBand(value, errorOfOne * errorFactor(rows), 1) : fixed;
  return { ...estimate, threshold, alert: estimate.value < threshold.lower };
}

/** An estimator as it was before JSON made null of NaN. Null where an earlier release fitted it on too few rows. */
export function revivedEstimator(profile: ReferenceProfile): EstimatorProfile | null {
  const { estimator } = profile;
  if (estimator === null || estimatorRows(profile) < MIN_ESTIMATOR_ROWS) return null;
  const metrics = byMetric((metric) => {
    const { errorOfOne, threshold, value } = estimator.metrics[metric];
    return {
      errorOfOne: errorOfOne ?? NaN,
      threshold: revivedThreshold(threshold),
      ...(value !== undefined && { value: value ?? NaN }),
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
