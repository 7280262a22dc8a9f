import { chunksOf } from '../statistics/index.js';
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
import { type ClassOutcomes, realisedBinary, sliceOutcomes } from './realised-metrics.js';
import { f1Correction, rowVariance } from './sampling-error.js';

/** What was learned from the reference of a binary model, as plain values that can be stored as JSON. */
export interface BinaryEstimator {
  /** Null when the scores need no calibration. */
  readonly curve: IsotonicCurve | null;
  readonly metrics: ByMetric<MetricProfile>;
}

/** Labelled rows of a binary model, with predictions and labels as 1 and 0. */
export interface BinaryRows {
  readonly scores: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  readonly actual: ArrayLike<number>;
}

/**
 * Learns from labelled reference rows to estimate a binary model's quality without labels: confidence-based performance
 * estimation as in NannyML 0.13 (calibration where it helps, sampling error, thresholds over ten chunks). Estimates are valid
 * as long as the relation between features and label does not change.
 */
export function fitBinaryEstimator(reference: BinaryRows): BinaryEstimator {
  const rows: ClassOutcomes = {
    scores: Float64Array.from(reference.scores),
    predicted: Float64Array.from(reference.predicted),
    actual: Float64Array.from(reference.actual),
  };
  const chunks = chunksOf(rows.actual.length).map(([start, end]) =>
    realisedBinary(sliceOutcomes(rows, start, end)),
  );
  return {
    curve: fitCalibration(rows),
    metrics: metricProfiles(chunks, (metric) => errorOfOne(metric, rows)),
  };
}

/** The curve that calibrates scores; null where it would not make them better. @param actual 1 and 0. */
export function fitCalibration({
  scores,
  actual,
}: Pick<ClassOutcomes, 'scores' | 'actual'>): IsotonicCurve | null {
  return needsCalibration(scores, actual) ? fitIsotonic(scores, actual) : null;
}

/**
 * Estimates the quality on rows without labels.
 * @param predicted 1 and 0.
 * @param reference as in `EstimateRows`.
 */
export function estimateBinary(
  { curve, metrics }: BinaryEstimator,
  scores: ArrayLike<number>,
  predicted: ArrayLike<number>,
  reference?: number,
): ByMetric<MetricEstimate> {
  const ranking = Float64Array.from(scores);
  const probabilities = curve === null ? ranking : ranking.map((score) => calibrated(curve, score));
  const values = expectedMetrics(probabilities, ranking, (row) => predicted[row] === 1);
  const rows = { window: ranking.length, ...(reference !== undefined && { reference }) };
  return byMetric((metric) => metricEstimate(values[metric], metrics[metric], rows));
}

function errorOfOne(metric: EstimatedMetric, rows: ClassOutcomes): number {
  const error = Math.sqrt(rowVariance(metric, rows));
  return metric === 'f1' ? error * f1Correction(rows) : error;
}
