import { isBeyond, noiseThreshold, type NoiseThreshold } from '../statistics/index.js';

/** A metric of quality that can be estimated without labels. */
export type EstimatedMetric =
  'rocAuc' | 'averagePrecision' | 'accuracy' | 'precision' | 'recall' | 'specificity' | 'f1';

/** One value for every metric. */
export type ByMetric<Value> = Readonly<Record<EstimatedMetric, Value>>;

/** What the reference says about a metric, as plain numbers that can be stored. */
export interface MetricProfile {
  /** The standard error of an estimate from one row; from n rows it is this divided by sqrt(n). */
  readonly errorOfOne: number;
  /** The limits of the realised metric over chunks of the reference. */
  readonly threshold: NoiseThreshold;
  /** The estimate on the reference itself; absent where it has not been made. */
  readonly value?: number;
}

/** An estimate with its confidence band. */
export interface MetricEstimate {
  readonly value: number;
  readonly standardError: number;
  /** Three standard errors below and above, within the range of the metric: 0 to 1, or 0 to infinity for a loss. */
  readonly lower: number;
  readonly upper: number;
  readonly threshold: NoiseThreshold;
  /** Whether the estimate is beyond the threshold. */
  readonly alert: boolean;
}

/** What an estimate is based on. */
export interface EstimateRows {
  /** The rows without labels. */
  readonly window: number;
  /**
   * The labelled rows that the probabilities were calibrated on: an estimate repeats their chance. Infinity, as if nothing had
   * been learned from them by chance, gives NannyML's band.
   */
  readonly reference?: number;
}

/** The standard error of an estimate relative to that from one row: sqrt(1/n + 1/m) with n rows in the window, m in the reference. */
export function errorFactor({ window, reference = Infinity }: EstimateRows): number {
  return Math.sqrt(1 / window + 1 / reference);
}

/** The standard errors to either side of an estimate. */
const BAND = 3;

/** The confidence band of an estimate, within 0 and the largest possible value. */
export function confidenceBand(value: number, standardError: number, most: number) {
  return {
    lower: Math.max(0, value - BAND * standardError),
    upper: Math.min(most, value + BAND * standardError),
  };
}

/**
 * Adds the confidence band and the thresholds of the reference to an estimated value.
 * @param most the largest possible value; the smallest is 0.
 */
export function metricEstimate(
  value: number,
  profile: MetricProfile,
  rows: EstimateRows,
  most = 1,
): MetricEstimate {
  const standardError = profile.errorOfOne * errorFactor(rows);
  return {
    value,
    standardError,
    ...confidenceBand(value, standardError, most),
    threshold: profile.threshold,
    alert: isBeyond(profile.threshold, value),
  };
}

/**
 * The profile of every metric.
 * @param chunks the realised metrics of chunks of the reference.
 * @param errorOfOne the standard error of an estimate from one row.
 */
export function metricProfiles(
  chunks: readonly ByMetric<number>[],
  errorOfOne: (metric: EstimatedMetric) => number,
): ByMetric<MetricProfile> {
  return byMetric((metric) => ({
    errorOfOne: errorOfOne(metric),
    threshold: noiseThreshold(
      chunks.map((chunk) => chunk[metric]),
      { least: 0, most: 1 },
    ),
  }));
}

/** A record of the values of `of`, by metric. */
export function byMetric<Value>(of: (metric: EstimatedMetric) => Value): ByMetric<Value> {
  return {
    rocAuc: of('rocAuc'),
    averagePrecision: of('averagePrecision'),
    accuracy: of('accuracy'),
    precision: of('precision'),
    recall: of('recall'),
    specificity: of('specificity'),
    f1: of('f1'),
  };
}
