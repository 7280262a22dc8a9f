import { DriftUndefined } from '../comparison/index.js';
import { MersenneTwister, roundHalfEven } from '../statistics/index.js';

/** Rows of numbers: one number each, or a vector each, all of one length. Values must be finite. */
export type Vectors = ArrayLike<number | ArrayLike<number>>;

/** Options of `mmd`. */
export interface MmdOptions {
  /** The number of shuffles that the p-value is taken from; 200 by default. */
  readonly permutations?: number;
  /** A whole number from 0 to 2^32 - 1; 0 by default. The same seed gives the same p-value. */
  readonly seed?: number;
}

/** The maximum mean discrepancy of two samples. */
export interface Discrepancy {
  /** The unbiased estimate of its square; about 0, and possibly below it, for samples of one distribution. */
  readonly statistic: number;
  /** From 1 / (permutations + 1) to 1; NaN without permutations. */
  readonly pValue: number;
}

/** Rounding alone makes no difference: the kernel is at most 1. */
const ROUNDING = 1e-12;

/**
 * The maximum mean discrepancy under a Gaussian kernel, whose variance is half the median squared distance within the
 * reference (A. Gretton et al., "A Kernel Two-Sample Test", 2012), and its p-value by permutation: the share of shuffles, the
 * observed division included, that reach the observed statistic (B. Phipson and G. K. Smyth, "Permutation P-values Should Never
 * Be Zero", 2010). The statistic is that of Evidently's `empirical_mmd`, whose shuffles are not seeded. Time and memory grow with
 * the square of all rows: 8 bytes for each pair.
 * @throws DriftUndefined for a sample of fewer than two rows. @throws RangeError for vectors of several lengths.
 */
export function mmd(reference: Vectors, current: Vectors, options: MmdOptions = {}): Discrepancy {
  const { permutations = 200, seed = 0 } = options;
  const [x, y] = [vectorsOf(reference), vectorsOf(current)];
  if (Math.min(x.length, y.length) < 2) throw new DriftUndefined('empirical_mmd', 'too-few-rows');
  const rows = [...x, ...y];
  if (rows.some((row) => row.length !== rows[0]?.length))
    throw new RangeError('the vectors differ in length');
  const kernel = kernelOf(rows, x.length);
  const statistic = kernel.statistic(Uint32Array.from(rows.keys()));
  const twister = new MersenneTwister(seed);
  let reached = 1;
  for (let shuffle = 0; shuffle < permutations; shuffle++) {
    if (kernel.statistic(twister.permutation(rows.length)) >= statistic - ROUNDING) reached++;
  }
  return { statistic, pValue: permutations === 0 ? NaN : reached / (permutations + 1) };
}

function vectorsOf(values: Vectors): Float64Array[] {
  return Array.from(values, (row) =>
    typeof row === 'number' ? Float64Array.of(row) : Float64Array.from(row),
  );
}

/** The kernel of every pair of rows. */
function kernelOf(rows: readonly Float64Array[], referenceSize: number) {
  const gamma = 1 / (2 * kernelWidth(rows.slice(0, referenceSize)) ** 2);
  const size = rows.length;
  const pairs = squaredDistances(rows).map((distance) => Math.exp(-gamma * distance));
  const rowSums = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++)
      if (i !== j) rowSums[i] = (rowSums[i] ?? NaN) + (pairs[i * size + j] ?? NaN);
  }
  const total = rowSums.reduce((sum, value) => sum + value, 0);
  return {
    /** @param order the rows, those that count as reference first. */
    statistic(order: Uint32Array): number {
      let [within, across] = [0, 0];
      for (let a = 0; a < referenceSize; a++) {
        const i = order[a] ?? NaN;
        let sum = 0;
        for (let b = 0; b < referenceSize; b++)
          if (a !== b) sum += pairs[i * size + (order[b] ?? NaN)] ?? NaN;
        within += sum;
        across += (rowSums[i] ?? NaN) - sum;
      }
      const rest = size - referenceSize;
      const others = total - within - 2 * across;
      return (
        within / (referenceSize * (referenceSize - 1)) +
        others / (rest * (rest - 1)) -
        (2 * across) / (referenceSize * rest)
      );
    },
  };
}

/** The root of half the median squared distance (for an even number the nearest element); sqrt(1/2) when it is 0. */
function kernelWidth(reference: readonly Float64Array[]): number {
  const distances = squaredDistances(reference).sort();
  const median = distances[roundHalfEven((distances.length - 1) / 2)] ?? NaN;
  const width = Math.sqrt(0.5 * median);
  return width === 0 ? Math.SQRT1_2 : width;
}

/** |y|² - 2xy + |x|² of every pair, expanded as in Evidently, so that both have the same rounding errors. */
function squaredDistances(rows: readonly Float64Array[]): Float64Array {
  const squares = rows.map((row) => dot(row, row));
  const distances = new Float64Array(rows.length ** 2);
  rows.forEach((left, i) =>
    rows.forEach((right, j) => {
      distances[i * rows.length + j] = (squares[j] ?? NaN) - 2 * dot(left, right) + (squares[i] ?? NaN);
    }),
  );
  return distances;
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) sum += (left[index] ?? NaN) * (right[index] ?? NaN);
  return sum;
}
