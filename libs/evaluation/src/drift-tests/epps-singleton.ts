import { DriftUndefined, numericTest } from '../comparison/index.js';
import { NumericSample } from '../samples/index.js';
import { chiSquaredTail, pairwiseSum, quantile, spectrum } from '../statistics/index.js';

const METHOD = 'es';

/** The points where the characteristic functions are compared, in halves of the interquartile range. */
const POINTS = [0.4, 0.8];

/**
 * Eigenvalues below this share of the largest one count as zero. SciPy cuts at 4 epsilon, within the rounding noise of a
 * covariance, where its rank and so its p-value depend on the order of the rows; this is above the noise.
 */
const RANK_TOLERANCE = 64 * Number.EPSILON;

/**
 * Epps-Singleton test of equal characteristic functions (T. W. Epps and K. J. Singleton, "An omnibus test for the two-
 * sample problem using the empirical characteristic function", 1986). NaN below five rows. Undefined
 * when the interquartile range is zero or too small to divide by; `robust` gives 1 when all values are equal.
 */
export const eppsSingleton = numericTest({
  method: METHOD,
  displayName: 'Epps-Singleton',
  threshold: 0.05,
  driftIf: '<',
  score(reference, current, { mode }) {
    const pooled = pooledValues(reference, current);
    const range = quantile(pooled, 0.75) - quantile(pooled, 0.25);
    if (mode === 'robust' && pooled[0] === pooled.at(-1)) return 1;
    if (range === 0) throw new DriftUndefined(METHOD, 'no-spread');
    if (Math.min(reference.size, current.size) < 5) return NaN;
    return characteristicTail(reference, current, range / 2);
  },
});

function characteristicTail(reference: NumericSample, current: NumericSample, scale: number): number {
  const [n1, n2] = [reference.size, current.size];
  const n = n1 + n2;
  const [left, right] = [moments(reference.values, scale), moments(current.values, scale)];
  const covariance = left.covariance.map((row, i) =>
    row.map((entry, j) => (n / n1) * entry + (n / n2) * (right.covariance[i]?.[j] ?? NaN)),
  );
  if (!covariance.flat().every(Number.isFinite)) throw new DriftUndefined(METHOD, 'no-spread');
  const difference = left.means.map((mean, i) => mean - (right.means[i] ?? NaN));
  const { statistic, rank } = quadraticForm(covariance, difference);
  return chiSquaredTail(n * statistic * smallSampleCorrection(n1, n2), rank);
}

interface Moments {
  readonly means: readonly number[];
  readonly covariance: readonly (readonly number[])[];
}

/** Means and biased covariances of cos(tx) and sin(tx) at the scaled points. */
function moments(values: Float64Array, scale: number): Moments {
  const waves = [Math.cos, Math.sin].flatMap((wave) =>
    POINTS.map((point) => values.map((value) => wave((point / scale) * value))),
  );
  const means = waves.map((wave) => pairwiseSum(wave) / wave.length);
  const centred = waves.map((wave, i) => wave.map((value) => value - (means[i] ?? NaN)));
  const covariance = centred.map((left) =>
    centred.map((right) => pairwiseSum(left.map((value, row) => value * (right[row] ?? NaN))) / left.length),
  );
  return { means, covariance };
}

/** d' M⁺ d with the pseudo-inverse M⁺ of the covariance, and its rank. */
function quadraticForm(matrix: readonly (readonly number[])[], d: readonly number[]) {
  const { values, vectors } = spectrum(matrix);
  const smallest = RANK_TOLERANCE * Math.max(...values);
  let [statistic, rank] = [0, 0];
  vectors.forEach((vector, k) => {
    const value = values[k] ?? NaN;
    if (value <= smallest) return;
    const projection = vector.reduce((sum, entry, i) => sum + entry * (d[i] ?? NaN), 0);
    statistic += projection ** 2 / value;
    rank++;
  });
  return { statistic, rank };
}

function smallSampleCorrection(n1: number, n2: number): number {
  if (Math.max(n1, n2) >= 25) return 1;
  return 1 / (1 + (n1 + n2) ** -0.45 + 10.1 * (n1 ** -1.7 + n2 ** -1.7));
}

function pooledValues(reference: NumericSample, current: NumericSample): Float64Array {
  const pooled = new Float64Array(reference.size + current.size);
  pooled.set(reference.values);
  pooled.set(current.values, reference.size);
  return pooled.sort();
}
