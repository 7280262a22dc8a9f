import { chunksOf, itemAt } from '../statistics/index.js';
import { needsCalibration } from './calibration-need.js';
import {
  byMetric,
  type ByMetric,
  type EstimatedMetric,
  type MetricEstimate,
  metricEstimate,
  type MetricProfile,
  metricProfiles,
} from './estimated-metric.js';
import { expectedMetrics } from './expected-quality.js';
import { calibrated, fitIsotonic, type IsotonicCurve } from './isotonic.js';
import { type ClassOutcomes, realisedMulticlass, sliceOutcomes } from './realised-metrics.js';
import { rowVariance, shareVariance } from './sampling-error.js';

/** What was learned from the reference of a multiclass model, as plain values that can be stored as JSON. */
export interface MulticlassEstimator {
  /** The calibration curve of each class; null for a class that needs none. */
  readonly curves: readonly (IsotonicCurve | null)[];
  readonly metrics: ByMetric<MetricProfile>;
}

/** Labelled rows; classes are given by their index, probabilities row after row. */
export interface MulticlassRows {
  readonly classes: number;
  readonly probabilities: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  readonly actual: ArrayLike<number>;
}

/** The error of the mean area is larger than the errors of the classes combined suggest, by NannyML's measurements. */
const RANKING_SHORTFALL = 1.2;

/** Learns how to estimate a model's quality without labels, one class against the rest. @see fitBinaryEstimator */
export function fitMulticlassEstimator(reference: MulticlassRows): MulticlassEstimator {
  const classes = Array.from({ length: reference.classes }, (_, index) => classRows(reference, index));
  const size = reference.actual.length;
  const chunks = chunksOf(size).map(([start, end]) =>
    realisedMulticlass(classes.map((rows) => sliceOutcomes(rows, start, end))),
  );
  return {
    curves: classes.map(({ scores, actual }) =>
      needsCalibration(scores, actual) ? fitIsotonic(scores, actual) : null,
    ),
    metrics: metricProfiles(chunks, (metric) => errorOfOne(metric, classes)),
  };
}

/**
 * Estimates the quality on rows without labels. The means of precision, recall and F1 leave out classes that no row is
 * predicted or expected to be of; in the other classes an undefined precision or recall counts as 0.
 * @param predicted the index of the predicted class of each row.
 * @param reference as in `EstimateRows`.
 * @throws RangeError for a class that the estimator does not have.
 */
export function estimateMulticlass(
  { curves, metrics }: MulticlassEstimator,
  probabilities: ArrayLike<number>,
  predicted: ArrayLike<number>,
  reference?: number,
): ByMetric<MetricEstimate> {
  const columns = calibrateRows(curves, probabilities);
  const estimates = columns.map((column, index) => {
    const ranking = column.map((_, row) => probabilities[row * curves.length + index] ?? NaN);
    return expectedMetrics(column, ranking, (row) => predicted[row] === index);
  });
  const occurring = estimates.filter(({ f1 }) => !Number.isNaN(f1));
  const mean = (metric: EstimatedMetric) => meanOf(metric, isCounted(metric) ? occurring : estimates);
  const given = Array.from(predicted, (label, row) => itemAt(columns, label)[row] ?? NaN);
  const accuracy = given.reduce((sum, probability) => sum + probability, 0) / given.length;
  const rows = { window: given.length, ...(reference !== undefined && { reference }) };
  return byMetric((metric) =>
    metricEstimate(metric === 'accuracy' ? accuracy : mean(metric), metrics[metric], rows),
  );
}

function isCounted(metric: EstimatedMetric): boolean {
  return metric === 'precision' || metric === 'recall' || metric === 'f1';
}

/** The mean of an area is undefined when it is undefined for one class. */
function meanOf(metric: EstimatedMetric, estimates: readonly ByMetric<number>[]): number {
  const isArea = metric === 'rocAuc' || metric === 'averagePrecision';
  const values = estimates.map((estimate) => (isArea ? estimate[metric] : estimate[metric] || 0));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The calibrated probabilities, one column per class; each row adds up to one, and is uniform when all were zero.
 * @param probabilities row after row.
 */
export function calibrateRows(
  curves: readonly (IsotonicCurve | null)[],
  probabilities: ArrayLike<number>,
): Float64Array[] {
  const count = curves.length;
  const rows = probabilities.length / count;
  const columns = curves.map((curve, index) =>
    Float64Array.from({ length: rows }, (_, row) => {
      const score = probabilities[row * count + index] ?? NaN;
      return curve === null ? score : calibrated(curve, score);
    }),
  );
  for (let row = 0; row < rows; row++) {
    const total = columns.reduce((sum, column) => sum + (column[row] ?? NaN), 0);
    for (const column of columns) column[row] = total === 0 ? 1 / count : (column[row] ?? NaN) / total;
  }
  return columns;
}

function classRows(rows: MulticlassRows, index: number): ClassOutcomes {
  const size = rows.actual.length;
  const column = (of: (row: number) => number) => Float64Array.from({ length: size }, (_, row) => of(row));
  return {
    scores: column((row) => rows.probabilities[row * rows.classes + index] ?? NaN),
    predicted: column((row) => Number(rows.predicted[row] === index)),
    actual: column((row) => Number(rows.actual[row] === index)),
  };
}

function errorOfOne(metric: EstimatedMetric, classes: readonly ClassOutcomes[]): number {
  if (metric === 'accuracy') return Math.sqrt(shareVariance(rightShare(classes)));
  const total = classes.reduce((sum, rows) => sum + rowVariance(metric, rows), 0);
  if (metric === 'averagePrecision') return Math.sqrt(total / classes.length);
  const error = Math.sqrt(total) / classes.length;
  return metric === 'rocAuc' ? error * RANKING_SHORTFALL : error;
}

function rightShare(classes: readonly ClassOutcomes[]): number {
  const right = classes.reduce(
    (sum, { predicted, actual }) =>
      sum + actual.reduce((found, happened, row) => found + happened * (predicted[row] ?? NaN), 0),
    0,
  );
  return right / (classes[0]?.actual.length ?? 0);
}
