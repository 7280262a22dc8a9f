import {
  calibrated,
  calibrateRows,
  estimateAveragedF1,
  estimatorRows,
  type EstimatorProfile,
  evaluateWindow,
  type PreparedProfile,
  type QualityEstimate,
  type WindowEvaluation,
} from '@plumbline/evaluation';
import type { ClassificationManifest, FeatureRow, Manifest } from '../../models/manifest/index.js';
import { outcomeFormOfManifest } from '../../models/outcomes/index.js';
import { predictedColumns } from '../../models/profiles/index.js';
import type { EstimateBand } from './model-evaluation.js';

/** A prediction from the log. */
export interface LoggedPrediction {
  readonly features: FeatureRow;
  /** A class, or the decimal text of a number. */
  readonly prediction: string;
  /** Of the classes or labels; of a model that gives scores, its scores. */
  readonly probabilities: readonly number[] | null;
  readonly embedding: readonly number[] | null;
}

/** How a prediction window differs from the reference, and the parts that have no result. */
export interface ComparedWindow {
  readonly drift: WindowEvaluation;
  readonly estimatedF1: EstimateBand | null;
  readonly failures: readonly ComparisonFailure[];
}

/** A column without a score, or an estimate that is missing. */
export interface ComparisonFailure {
  readonly window: 'predictions';
  readonly feature?: string;
  readonly reason: string;
}

/** The predictions of a window with their probabilities, row after row in the order of the classes. */
export interface ScoredPredictions {
  readonly predictions: readonly string[];
  readonly probabilities: ArrayLike<number>;
  /** The labelled rows that the estimator was fitted on. */
  readonly referenceRows: number;
}

/** Compares logged predictions with the reference profile of their version. */
export function compareWindow(
  manifest: Manifest,
  profile: PreparedProfile,
  logged: readonly LoggedPrediction[],
): ComparedWindow {
  const probabilities = probabilitiesOf(manifest, logged);
  const labels = logged.map(({ prediction }) => prediction);
  const { ofText } = outcomeFormOfManifest(manifest);
  const predicted = logged.map(({ prediction, probabilities: scores, embedding }) => ({
    prediction: ofText(prediction),
    ...(scores !== null && { scores }),
    ...(embedding !== null && { embedding }),
  }));
  const drift = evaluateWindow(profile, {
    rows: columnsOf(manifest, logged),
    ...predictedColumns(manifest, predicted),
    probabilities,
  });
  const { estimator } = profile.profile;
  const { estimated } = drift;
  const isKnown = estimator !== null && estimated !== null && probabilities !== null;
  const isMissing = estimator !== null && estimated === null && probabilities !== null;
  return {
    drift,
    estimatedF1: isKnown
      ? estimatedF1(manifest, estimator, estimated, {
          predictions: labels,
          probabilities,
          referenceRows: estimatorRows(profile.profile),
        })
      : null,
    failures: failuresOf(drift, isMissing),
  };
}

/**
 * F1 without labels, averaged as the manifest says. The estimate of the library is used where it is the same number: F1
 * of the positive class, the plain mean over several classes, and accuracy, which equals the micro average because every
 * row has one class. Other means are computed from the expected counts of the classes.
 */
export function estimatedF1(
  manifest: Manifest,
  estimator: EstimatorProfile,
  estimated: NonNullable<WindowEvaluation['estimated']>,
  scored: ScoredPredictions,
): EstimateBand | null {
  if (manifest.task === 'regression' || manifest.task === 'multilabel') return null;
  const { f1_average: average } = manifest;
  if (average === 'micro') return bandOf(estimated.accuracy);
  if (average === 'binary' || (average === 'macro' && manifest.task === 'multiclass')) {
    return bandOf(estimated.f1);
  }
  const indexes = new Map(manifest.classes.map((name, index) => [name, index]));
  const predicted = scored.predictions.map((name) => indexes.get(name) ?? -1);
  const columns = probabilityColumns(manifest, estimator, scored.probabilities);
  const estimate = estimateAveragedF1(average, columns, predicted, scored.referenceRows);
  if (estimate === undefined) return null;
  const { value, lower, upper } = estimate;
  return { value, lower, upper };
}

function bandOf({ value, lower, upper }: QualityEstimate): EstimateBand | null {
  return value === null || lower === null || upper === null ? null : { value, lower, upper };
}

/** Calibrated probabilities, a column for each class. */
function probabilityColumns(
  { classes }: ClassificationManifest,
  estimator: EstimatorProfile,
  probabilities: ArrayLike<number>,
): Float64Array[] {
  if (estimator.task === 'multiclass') return calibrateRows(estimator.curves, probabilities);
  const { curve, positiveClass } = estimator;
  const place = classes.indexOf(positiveClass);
  const positive = Float64Array.from({ length: probabilities.length / 2 }, (_, row) => {
    const score = probabilities[2 * row + place] ?? Number.NaN;
    return curve === null ? score : calibrated(curve, score);
  });
  return classes.map((name) => (name === positiveClass ? positive : positive.map((share) => 1 - share)));
}

/** The values of each feature; null where a row has none, which counts as missing. */
export function columnsOf({ features }: Manifest, logged: readonly LoggedPrediction[]) {
  return Object.fromEntries(
    features.map(({ name }) => [name, logged.map((row) => row.features[name] ?? null)]),
  );
}

/** Row after row; null unless every row has a probability for each class. */
function probabilitiesOf(
  { task, classes }: Manifest,
  logged: readonly LoggedPrediction[],
): Float64Array | null {
  if (classes === null || task === 'multilabel') return null;
  if (logged.some(({ probabilities }) => probabilities?.length !== classes.length)) return null;
  return Float64Array.from(logged.flatMap(({ probabilities }) => probabilities ?? []));
}

function failuresOf(
  { columns, prediction, predictions = [prediction] }: WindowEvaluation,
  isEstimateMissing: boolean,
): ComparisonFailure[] {
  const failed = [...columns, ...predictions].flatMap(({ name, failure }): ComparisonFailure[] =>
    failure === null ? [] : [{ window: 'predictions', feature: name, reason: failure }],
  );
  return isEstimateMissing ? [...failed, { window: 'predictions', reason: 'estimate' }] : failed;
}
