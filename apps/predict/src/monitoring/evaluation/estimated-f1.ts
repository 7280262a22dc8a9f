import {
  calibrated,
  calibrateRows,
  estimateAveragedF1,
  type EstimatorProfile,
  type QualityEstimate,
  type WindowEvaluation,
} from '@plumbline/evaluation';
import type { ClassificationManifest, Manifest } from '../../models/manifest/index.js';
import type { EstimateBand } from './model-evaluation.js';

/** The predictions of a window with their probabilities, row after row in the order of the classes. */
export interface ScoredPredictions {
  readonly predictions: readonly string[];
  readonly probabilities: ArrayLike<number>;
}

/**
 * F1 without labels, averaged as the manifest says. What the library estimates is taken where it is the same thing: F1
 * of the positive class, the plain mean over several classes, and accuracy, which is the micro average when every row
 * has one class. The other means are taken over the classes' expected counts.
 */
export function estimatedF1(
  manifest: Manifest,
  estimator: EstimatorProfile,
  estimated: NonNullable<WindowEvaluation['estimated']>,
  scored: ScoredPredictions,
): EstimateBand | null {
  if (manifest.task === 'regression') return null;
  const { f1_average: average } = manifest;
  if (average === 'micro') return bandOf(estimated.accuracy);
  if (average === 'binary' || (average === 'macro' && manifest.task === 'multiclass')) {
    return bandOf(estimated.f1);
  }
  const places = new Map(manifest.classes.map((name, index) => [name, index]));
  const predicted = scored.predictions.map((name) => places.get(name)!);
  const columns = probabilityColumns(manifest, estimator, scored.probabilities);
  const estimate = estimateAveragedF1(average, columns, predicted);
  if (estimate === undefined) return null;
  const { value, lower, upper } = estimate;
  return { value, lower, upper };
}

function bandOf({ value, lower, upper }: QualityEstimate): EstimateBand | null {
  return value === null || lower === null || upper === null ? null : { value, lower, upper };
}

/** Calibrated probabilities, a column for every class. */
function probabilityColumns(
  { classes }: ClassificationManifest,
  estimator: EstimatorProfile,
  probabilities: ArrayLike<number>,
): Float64Array[] {
  if (estimator.task === 'multiclass') return calibrateRows(estimator.curves, probabilities);
  const { curve, positiveClass } = estimator;
  const positive = Float64Array.from({ length: probabilities.length / 2 }, (_, row) => {
    const score = probabilities[2 * row + classes.indexOf(positiveClass)]!;
    return curve === null ? score : calibrated(curve, score);
  });
  return classes.map((name) => (name === positiveClass ? positive : positive.map((share) => 1 - share)));
}
