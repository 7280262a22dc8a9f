import type { Average } from '../quality/index.js';
import { itemAt } from '../statistics/index.js';
import { confidenceBand, errorFactor } from './estimated-metric.js';
import { ConfidenceCounts } from './expected-quality.js';

/** An estimate of F1 with its standard error, and a band of three standard errors to either side, within 0 and 1. */
export interface F1Estimate {
  readonly value: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
}

/** Shares of all rows: those predicted correctly as the class, those predicted as the class, and those of the class. */
export interface ClassShares {
  readonly right: number;
  readonly predicted: number;
  readonly actual: number;
}

/** The derivative of the averaged F1 by each share of one class. */
type Gradient = ClassShares;

/** What a band is based on. */
export interface F1BandOptions {
  /** As in `EstimateRows`. */
  readonly reference?: number;
  /** The least standard error from one row, such as the one that the reference shows. */
  readonly errorOfOne?: number;
}

/** Options of `estimateAveragedF1`. */
export interface AveragedF1Options extends F1BandOptions {
  /** The index of the class that `binary` takes. */
  readonly positive?: number;
}

/**
 * Estimates F1 over several classes without labels, averaged as `averageScores` does: `binary` is that of the positive class,
 * `macro` the plain mean over the classes that a row is predicted or expected to be of, `micro` the share of correct rows, and
 * `weighted` weights each class by its expected share of the truth. Counts are expected counts, as in confidence-based performance
 * estimation. The standard error is that of the delta method, with each row's label drawn by its probabilities.
 * @param probabilities calibrated, one column per class; each row adds up to one.
 * @param predicted the index of the predicted class of each row.
 * @returns undefined without rows, and where F1 is undefined.
 */
export function estimateAveragedF1(
  average: Average,
  probabilities: readonly Float64Array[],
  predicted: ArrayLike<number>,
  { positive, reference = Infinity, errorOfOne = 0 }: AveragedF1Options = {},
): F1Estimate | undefined {
  const rows = predicted.length;
  if (rows === 0) return undefined;
  const shares = probabilities.map((column, index) => sharesOf(column, (row) => predicted[row] === index));
  const weights = weightsOf(average, shares, positive);
  const value = valueOf(average, shares, weights);
  if (Number.isNaN(value)) return undefined;
  const gradients = shares.map((one, index) => gradientOf(average, one, itemAt(weights, index)));
  const error = Math.max(errorOfOne, Math.sqrt(varianceOf(gradients, probabilities, predicted)));
  const standardError = error * errorFactor({ window: rows, reference });
  return { value, standardError, ...confidenceBand(value, standardError, 1) };
}

/** The weight of each class. */
function weightsOf(average: Average, shares: readonly ClassShares[], positive?: number): number[] {
  const occurring = shares.filter(({ predicted, actual }) => predicted + actual > 0).length;
  switch (average) {
    case 'binary':
      return shares.map((_, index) => Number(index === positive));
    case 'macro':
      return shares.map(() => 1 / occurring);
    case 'micro':
      return shares.map(() => 1);
    case 'weighted':
      return shares.map(({ actual }) => actual);
  }
}

/** NaN where a positive class is neither predicted nor expected. */
function valueOf(average: Average, shares: readonly ClassShares[], weights: readonly number[]): number {
  if (average === 'micro') return shares.reduce((sum, { right }) => sum + right, 0);
  return shares.reduce((sum, one, index) => {
    const weight = itemAt(weights, index);
    const isUndefined = average === 'binary' && one.predicted + one.actual === 0;
    return weight === 0 ? sum : sum + weight * (isUndefined ? NaN : f1Of(one));
  }, 0);
}

/** The expected shares of one class. @param column calibrated. */
export function sharesOf(column: Float64Array, isPredicted: (row: number) => boolean): ClassShares {
  const counts = new ConfidenceCounts();
  column.forEach((probability, row) => counts.add(probability, isPredicted(row)));
  const { tp, fp, fn } = counts.expected;
  const rows = column.length;
  return { right: tp / rows, predicted: (tp + fp) / rows, actual: (tp + fn) / rows };
}

/** F1 of a class; 0 where it is neither predicted nor expected. */
export function f1Of({ right, predicted, actual }: ClassShares): number {
  return predicted + actual === 0 ? 0 : (2 * right) / (predicted + actual);
}

function gradientOf(average: Average, shares: ClassShares, weight: number): Gradient {
  if (average === 'micro') return { right: 1, predicted: 0, actual: 0 };
  const both = shares.predicted + shares.actual;
  if (both === 0) return { right: 0, predicted: 0, actual: 0 };
  const fall = (-weight * f1Of(shares)) / both;
  const ofWeight = average === 'weighted' ? f1Of(shares) : 0;
  return { right: (2 * weight) / both, predicted: fall, actual: fall + ofWeight };
}

/** The variance of one row's contribution to the average. */
function varianceOf(
  gradients: readonly Gradient[],
  probabilities: readonly Float64Array[],
  predicted: ArrayLike<number>,
): number {
  let [sum, squares] = [0, 0];
  for (let row = 0; row < predicted.length; row++) {
    const given = itemAt(gradients, predicted[row] ?? NaN);
    gradients.forEach((gradient, index) => {
      const probability = probabilities[index]?.[row] ?? NaN;
      const influence = given.predicted + gradient.actual + (gradient === given ? given.right : 0);
      sum += probability * influence;
      squares += probability * influence ** 2;
    });
  }
  const mean = sum / predicted.length;
  return Math.max(0, squares / predicted.length - mean ** 2);
}
