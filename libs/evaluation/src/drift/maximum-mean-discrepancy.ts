import { DriftUndefined } from '../comparison/index.js';
import { NumericSample } from '../samples/index.js';
import { roundHalfEven } from '../statistics/index.js';

/**
 * The unbiased squared maximum mean discrepancy of two samples under a Gaussian kernel whose width is the median distance
 * within the reference (A. Gretton et al., "A Kernel Two-Sample Test", 2012): the statistic of Evidently's
 * `empirical_mmd`. Evidently's p-value, from 100 unseeded shuffles, is not offered. Time and memory are quadratic in the rows.
 * @throws DriftUndefined for a sample of fewer than two rows.
 */
export function maximumMeanDiscrepancy({ values: x }: NumericSample, { values: y }: NumericSample): number {
  if (Math.min(x.length, y.length) < 2) throw new DriftUndefined('empirical_mmd', 'too-few-rows');
  const gamma = 1 / (2 * kernelWidth(x) ** 2);
  const within = (values: Float64Array) =>
    (kernelSum(values, values, gamma) - diagonalSum(values, gamma)) / (values.length * (values.length - 1));
  return within(x) + within(y) - (2 * kernelSum(x, y, gamma)) / (x.length * y.length);
}

/** The root of half the median squared distance (for an even number the nearest element); sqrt(1/2) when it is 0. */
function kernelWidth(x: Float64Array): number {
  const distances = new Float64Array(x.length ** 2);
  x.forEach((left, i) =>
    x.forEach((right, j) => (distances[i * x.length + j] = squaredDistance(left, right))),
  );
  const median = distances.sort()[roundHalfEven((distances.length - 1) / 2)] ?? NaN;
  const width = Math.sqrt(0.5 * median);
  return width === 0 ? Math.SQRT1_2 : width;
}

function kernelSum(x: Float64Array, y: Float64Array, gamma: number): number {
  return x.reduce((total, left) => {
    const row = y.reduce((sum, right) => sum + Math.exp(-gamma * squaredDistance(left, right)), 0);
    return total + row;
  }, 0);
}

function diagonalSum(x: Float64Array, gamma: number): number {
  return x.reduce((sum, value) => sum + Math.exp(-gamma * squaredDistance(value, value)), 0);
}

/** (x - y)², expanded as in Evidently, so that both have the same rounding errors. */
function squaredDistance(x: number, y: number): number {
  return y * y - 2 * (x * y) + x * x;
}
