import type { Mode } from '../comparison/index.js';
import { ExactSum, mean, pairwiseSum, standardDeviation } from '../statistics/index.js';

/** Errors are limited to this, so that sums of their squares stay finite. */
const MAX_ERROR = 1e150;

/**
 * The errors of a regression over rows that are added and removed: O(1) a row and exact, so a sliding window always equals a
 * fresh computation. An error is predicted minus actual, in the target's unit; values must be finite.
 */
export class RegressionErrors {
  private rows = 0;
  private readonly errors = new ExactSum();
  private readonly magnitudes = new ExactSum();
  private readonly squares = new ExactSum();

  /** Number of rows. */
  get total(): number {
    return this.rows;
  }

  /** Mean absolute error; undefined without rows. */
  get meanAbsoluteError(): number | undefined {
    return this.mean(this.magnitudes);
  }

  /** Root of the mean squared error; undefined without rows. */
  get rootMeanSquaredError(): number | undefined {
    const square = this.mean(this.squares);
    return square === undefined ? undefined : Math.sqrt(square);
  }

  /** Mean error, positive when predictions are too high; undefined without rows. */
  get meanError(): number | undefined {
    return this.mean(this.errors);
  }

  /** Counts one row. */
  add(actual: number, predicted: number): void {
    const error = errorOf(actual, predicted);
    this.rows += 1;
    this.errors.add(error);
    this.magnitudes.add(Math.abs(error));
    this.squares.add(error * error);
  }

  /** Removes one row that was added. */
  remove(actual: number, predicted: number): void {
    const error = errorOf(actual, predicted);
    this.rows -= 1;
    this.errors.subtract(error);
    this.magnitudes.subtract(Math.abs(error));
    this.squares.subtract(error * error);
  }

  /** Adds the errors of another source. Exact, so the division of rows between sources does not matter. */
  merge(other: RegressionErrors): void {
    this.rows += other.rows;
    this.errors.merge(other.errors);
    this.magnitudes.merge(other.magnitudes);
    this.squares.merge(other.squares);
  }

  private mean(sum: ExactSum): number | undefined {
    return this.rows === 0 ? undefined : sum.value / this.rows;
  }
}

function errorOf(actual: number, predicted: number): number {
  return Math.max(-MAX_ERROR, Math.min(MAX_ERROR, predicted - actual));
}

/** Options of `regressionQuality`. */
export interface RegressionQualityOptions {
  /** `robust` by default. */
  readonly mode?: Mode;
  /** In mode `evidently`, the handling of targets near zero: `replace` as for current data, `drop` as for a reference. */
  readonly nearZero?: 'replace' | 'drop';
  /** How many rows each row counts as, in every figure but `rows`, `maxError` and `nearZeroTargets`; 1 by default. */
  readonly weights?: ArrayLike<number>;
}

/** The errors of a regression, in the target's unit; an error is predicted minus actual. Standard deviations have ddof 1. */
export interface RegressionQuality {
  /** Rows with two finite values; others are left out. */
  readonly rows: number;
  readonly meanError: number;
  readonly errorDeviation: number;
  readonly meanAbsoluteError: number;
  readonly absoluteErrorDeviation: number;
  readonly rootMeanSquaredError: number;
  /** In percent of the target. */
  readonly meanAbsolutePercentageError: number;
  /** In percent in mode `robust`; a share in mode `evidently`. */
  readonly percentageErrorDeviation: number;
  /** The share of the target's variance that is explained; 1 or 0 for a constant target, NaN below two rows. */
  readonly r2: number;
  readonly maxError: number;
  /** Rows with a target too close to zero to divide by. */
  readonly nearZeroTargets: number;
}

/** Targets up to this distance from zero are not used as divisors. */
const NEAR_ZERO = Number.EPSILON;

/**
 * Measures the errors of a regression; NaN without rows. Evidently divides by max(target, ε), which makes percentage errors of
 * negative targets huge, and counts a target near zero as an error of 100 %; `robust` divides by |target| and leaves out
 * targets near zero.
 */
export function regressionQuality(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  options: RegressionQualityOptions = {},
): RegressionQuality {
  const { mode = 'robust', nearZero = 'replace', weights: given } = options;
  const rows = finiteRows(actual, predicted);
  const weights = given && rows.map((row) => given[row] ?? NaN);
  const targets = rows.map((row) => actual[row] ?? NaN);
  const errors = rows.map((row) => (predicted[row] ?? NaN) - (actual[row] ?? NaN));
  const absolute = errors.map(Math.abs);
  const error = momentsOf(errors, weights);
  const absoluteError = momentsOf(absolute, weights);
  const percentage = percentageErrors(targets, absolute, mode === 'robust' ? 'robust' : nearZero, weights);
  return {
    rows: rows.length,
    meanError: error.mean,
    errorDeviation: error.deviation,
    meanAbsoluteError: absoluteError.mean,
    absoluteErrorDeviation: absoluteError.deviation,
    rootMeanSquaredError: Math.sqrt(
      momentsOf(
        errors.map((one) => one * one),
        weights,
      ).mean,
    ),
    meanAbsolutePercentageError: 100 * percentage.mean,
    percentageErrorDeviation: (mode === 'robust' ? 100 : 1) * percentage.deviation,
    r2: explainedShare(targets, errors, weights),
    maxError: rows.length === 0 ? NaN : absolute.reduce((most, one) => Math.max(most, one)),
    nearZeroTargets: targets.filter(isNearZero).length,
  };
}

/** Mean and standard deviation (ddof 1) of values, each of which counts as many times as its weight. */
function momentsOf(
  values: Float64Array,
  weights: Float64Array | undefined,
): { mean: number; deviation: number } {
  if (weights === undefined) return { mean: mean(values), deviation: standardDeviation(values) };
  const total = pairwiseSum(weights);
  const center = weightedSum(values, weights) / total;
  const squares = weightedSum(
    values.map((value) => (value - center) ** 2),
    weights,
  );
  return { mean: center, deviation: Math.sqrt(squares / (total - 1)) };
}

function weightedSum(values: Float64Array, weights: Float64Array | undefined): number {
  return pairwiseSum(
    weights === undefined ? values : values.map((value, row) => value * (weights[row] ?? NaN)),
  );
}

/** Their numbers, as doubles: columns are mapped from them. */
function finiteRows(actual: ArrayLike<number>, predicted: ArrayLike<number>): Float64Array {
  const rows = new Float64Array(actual.length);
  let count = 0;
  for (let row = 0; row < actual.length; row++) {
    if (Number.isFinite(actual[row]) && Number.isFinite(predicted[row])) rows[count++] = row;
  }
  return rows.subarray(0, count);
}

function percentageErrors(
  targets: Float64Array,
  absolute: Float64Array,
  handling: 'robust' | 'replace' | 'drop',
  weights: Float64Array | undefined,
) {
  const divisor = (target: number) =>
    handling === 'robust' ? Math.abs(target) : Math.max(target, NEAR_ZERO);
  const shares = absolute.map((error, row) =>
    handling === 'replace' && isNearZero(targets[row] ?? NaN) ? 1 : error / divisor(targets[row] ?? NaN),
  );
  if (handling === 'replace') return momentsOf(shares, weights);
  const isKept = (_: number, row: number) => !isNearZero(targets[row] ?? NaN);
  return momentsOf(shares.filter(isKept), weights?.filter(isKept));
}

function isNearZero(target: number): boolean {
  return Math.abs(target) <= NEAR_ZERO;
}

function explainedShare(
  targets: Float64Array,
  errors: Float64Array,
  weights: Float64Array | undefined,
): number {
  if (targets.length < 2) return NaN;
  const center = momentsOf(targets, weights).mean;
  const unexplained = weightedSum(
    errors.map((error) => error * error),
    weights,
  );
  const total = weightedSum(
    targets.map((target) => (target - center) ** 2),
    weights,
  );
  if (total === 0) return unexplained === 0 ? 1 : 0;
  return 1 - unexplained / total;
}
