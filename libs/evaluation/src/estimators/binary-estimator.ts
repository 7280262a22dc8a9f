import { chunksOf, noiseThreshold } from '../statistics/index.js';
import { needsCalibration } from './calibration-need.js';
import {
  byMetric,
  type ByMetric,
  type EstimatedMetric,
  type MetricEstimate,
  metricEstimate,
  type MetricProfile,
} from './estimated-metric.js';
import { ConfidenceCounts, expectedAveragePrecision, expectedRocAuc } from './expected-quality.js';
import { calibrated, fitIsotonic, type IsotonicCurve } from './isotonic.js';
import { type ClassOutcomes, realisedBinary, sliceOutcomes } from './realised-metrics.js';
import { f1Correction, rowVariance } from './sampling-error.js';

/** What a binary model's reference taught: plain values, fit to be stored as JSON beside the model. */
export interface BinaryEstimator {
  /** Null when the scores needed no calibration. */
  readonly curve: IsotonicCurve | null;
  readonly metrics: ByMetric<MetricProfile>;
}

/** Labelled rows of a binary model, the predictions and labels as 1 and 0. */
export interface BinaryRows {
  readonly scores: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  readonly actual: ArrayLike<number>;
}

/**
 * Learns from labelled reference rows how to estimate a binary model's quality without labels: confidence-based
 * performance estimation as in NannyML 0.13 (calibration where it helps, sampling error, thresholds over ten chunks). It
 * holds as long as the relation of features and label does not change.
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
    curve: needsCalibration(rows.scores, rows.actual) ? fitIsotonic(rows.scores, rows.actual) : null,
    metrics: byMetric((metric) => ({
      errorOfOne: errorOfOne(metric, rows),
      threshold: noiseThreshold(
        chunks.map((chunk) => chunk[metric]),
        { least: 0, most: 1 },
      ),
    })),
  };
}

/** Estimates the quality on rows without labels. @param predicted 1 and 0. */
export function estimateBinary(
  { curve, metrics }: BinaryEstimator,
  scores: ArrayLike<number>,
  predicted: ArrayLike<number>,
): ByMetric<MetricEstimate> {
  const ranking = Float64Array.from(scores);
  const probabilities = curve === null ? ranking : ranking.map((score) => calibrated(curve, score));
  const counts = new ConfidenceCounts();
  probabilities.forEach((probability, row) => counts.add(probability, predicted[row] === 1));
  const values = {
    rocAuc: expectedRocAuc(probabilities, ranking),
    averagePrecision: expectedAveragePrecision(probabilities, ranking),
    ...(counts.scores() ?? noScores),
  };
  return byMetric((metric) => metricEstimate(values[metric], metrics[metric], ranking.length));
}

const noScores = { accuracy: NaN, precision: NaN, recall: NaN, specificity: NaN, f1: NaN };

function errorOfOne(metric: EstimatedMetric, rows: ClassOutcomes): number {
  const error = Math.sqrt(rowVariance(metric, rows));
  return metric === 'f1' ? error * f1Correction(rows) : error;
}
