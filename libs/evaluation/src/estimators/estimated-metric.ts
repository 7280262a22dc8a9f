import { isBeyond, type NoiseThreshold } from '../statistics/index.js';

/** Quality that can be estimated without labels. */
export const estimatedMetrics = [
  'rocAuc',
  'averagePrecision',
  'accuracy',
  'precision',
  'recall',
  'specificity',
  'f1',
] as const;

/** The name of such a metric. */
export type EstimatedMetric = (typeof estimatedMetrics)[number];

/** One value for every metric. */
export type ByMetric<Value> = Readonly<Record<EstimatedMetric, Value>>;

/** What the reference says about a metric: plain numbers, fit to be stored. */
export interface MetricProfile {
  /** The standard error of an estimate from one row; from n rows it is this over sqrt(n). */
  readonly errorOfOne: number;
  /** Where the realised metric lies on chunks of the reference. */
  readonly threshold: NoiseThreshold;
}

/** An estimate with its confidence band. */
export interface MetricEstimate {
  readonly value: number;
  readonly standardError: number;
  /** Three standard errors below and above, within what the metric can be: 0 and 1, of a loss 0 and infinity. */
  readonly lower: number;
  readonly upper: number;
  readonly threshold: NoiseThreshold;
  /** Whether the estimate is beyond the threshold. */
  readonly alert: boolean;
}

/** How many standard errors the band is wide to either side. */
const BAND = 3;

/**
 * Makes an estimate from its value and what the reference says.
 * @param most the largest value the metric can have; the least is 0.
 */
export function metricEstimate(
  value: number,
  profile: MetricProfile,
  rows: number,
  most = 1,
): MetricEstimate {
  const standardError = profile.errorOfOne / Math.sqrt(rows);
  return {
    value,
    standardError,
    lower: Math.max(0, value - BAND * standardError),
    upper: Math.min(most, value + BAND * standardError),
    threshold: profile.threshold,
    alert: isBeyond(profile.threshold, value),
  };
}

/** A record with the value that `of` gives for every metric. */
export function byMetric<Value>(of: (metric: EstimatedMetric) => Value): ByMetric<Value> {
  const entries = estimatedMetrics.map((metric) => [metric, of(metric)] as const);
  return Object.fromEntries(entries) as Record<EstimatedMetric, Value>;
}
