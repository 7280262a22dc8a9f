import { chunksOf, mean, noiseThreshold, variance } from '../statistics/index.js';
import { type MetricEstimate, metricEstimate, type MetricProfile } from './estimated-metric.js';

/** The losses of a regression that can be estimated without labels; `rmse` and `rmsle` are roots of `mse` and `msle`. */
const lossMetrics = ['mae', 'mape', 'mse', 'rmse', 'msle', 'rmsle'] as const;

/** The name of such a loss. */
export type LossMetric = (typeof lossMetrics)[number];

/**
 * What was learned from the reference of a regression, as plain values that can be stored as JSON. `msle` and `rmsle` need
 * values >= 0.
 */
export interface LossEstimator {
  readonly metrics: Readonly<Partial<Record<LossMetric, MetricProfile>>>;
}

/** The minimum divisor of `mape`. */
const SMALLEST_TARGET = Number.EPSILON;

const rowLoss: Record<LossMetric, (actual: number, predicted: number) => number> = {
  mae: (actual, predicted) => Math.abs(predicted - actual),
  mape: (actual, predicted) => Math.abs(predicted - actual) / Math.max(Math.abs(actual), SMALLEST_TARGET),
  mse: (actual, predicted) => (predicted - actual) ** 2,
  rmse: (actual, predicted) => (predicted - actual) ** 2,
  msle: (actual, predicted) => (Math.log1p(predicted) - Math.log1p(actual)) ** 2,
  rmsle: (actual, predicted) => (Math.log1p(predicted) - Math.log1p(actual)) ** 2,
};

/**
 * The loss of every row, for training an error model offline on the features and the prediction. `mape` is a share, not percent;
 * for `rmse` and `rmsle` the losses are squares.
 */
export function rowLosses(
  metric: LossMetric,
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
): Float64Array {
  return Float64Array.from(actual, (target, row) => rowLoss[metric](target, predicted[row] ?? NaN));
}

/**
 * Learns sampling errors and thresholds over ten chunks from labelled reference rows, as in NannyML 0.13's direct loss
 * estimation. The error models are trained elsewhere, on `rowLosses`.
 */
export function fitLossEstimator(actual: ArrayLike<number>, predicted: ArrayLike<number>): LossEstimator {
  const isNegative = [actual, predicted].some((values) => Array.from(values).some((value) => value < 0));
  const defined = lossMetrics.filter((metric) => !(isNegative && metric.endsWith('sle')));
  const profiles = defined.map((metric): [LossMetric, MetricProfile] => {
    return [metric, profileOf(metric, rowLosses(metric, actual, predicted))];
  });
  return { metrics: Object.fromEntries(profiles) };
}

/**
 * Estimates a loss on rows without labels.
 * @param predictedLosses the error model's prediction for every row; negative ones count as 0.
 * @param reference the labelled rows that the error model was trained on, as in `EstimateRows`.
 * @throws RangeError for a metric without a profile.
 */
export function estimateLoss(
  { metrics }: LossEstimator,
  metric: LossMetric,
  predictedLosses: ArrayLike<number>,
  reference = Infinity,
): MetricEstimate {
  const profile = metrics[metric];
  if (profile === undefined) throw new RangeError(`the reference has no ${metric}: it has negative values`);
  return metricEstimate(
    directLoss(predictedLosses, isRoot(metric)),
    profile,
    { window: predictedLosses.length, reference },
    Infinity,
  );
}

function profileOf(metric: LossMetric, losses: Float64Array): MetricProfile {
  const chunks = chunksOf(losses.length).map(([start, end]) => {
    const loss = mean(losses.subarray(start, end));
    return isRoot(metric) ? Math.sqrt(loss) : loss;
  });
  const deviation = Math.sqrt(variance(losses));
  // The error of a root is that of its square over twice the root (delta method).
  const errorOfOne = isRoot(metric) ? deviation / (2 * Math.sqrt(mean(losses))) : deviation;
  return { errorOfOne, threshold: noiseThreshold(chunks, { least: 0 }) };
}

function isRoot(metric: LossMetric): boolean {
  return metric.startsWith('r');
}

/**
 * The loss of a regression without labels, from a second model that predicts the error of the first (direct loss estimation,
 * NannyML): the mean of its predictions, with negative ones as 0. NaN without rows.
 * @param root whether to take the root, for RMSE and RMSLE.
 */
function directLoss(predictedErrors: ArrayLike<number>, root = false): number {
  let sum = 0;
  for (let row = 0; row < predictedErrors.length; row++) sum += Math.max(0, predictedErrors[row] ?? NaN);
  const mean = sum / predictedErrors.length;
  return root ? Math.sqrt(mean) : mean;
}
