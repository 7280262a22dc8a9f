import { greatestCommonDivisor } from './arithmetic.js';
import { logGamma } from './stirling.js';

/** Below this the probability is 1 to the last bit. */
const NEGLIGIBLE = 0.003;

/** Terms are added until one is smaller than this, as Evidently and SciPy do. */
const SMALLEST_TERM = 1e-7;

/**
 * P(W² > x) of the limiting Cramér-von Mises statistic (S. Csörgő and J. Faraway, "The exact and asymptotic distributions
 * of Cramér-von Mises statistics", 1996, equation 1.2), cut off where SciPy cuts it off.
 */
export function cramerVonMisesTail(x: number): number {
  if (x < NEGLIGIBLE) return 1;
  let cdf = 0;
  for (let k = 0; ; k++) {
    const term = seriesTerm(x, k);
    cdf += term;
    if (!(Math.abs(term) >= SMALLEST_TERM)) return Math.max(0, 1 - cdf);
  }
}

function seriesTerm(x: number, k: number): number {
  const odd = 4 * k + 1;
  const q = (odd * odd) / (16 * x);
  const weight = Math.exp(logGamma(k + 0.5) - logGamma(k + 1)) / (Math.PI ** 1.5 * Math.sqrt(x));
  return weight * Math.sqrt(odd) * Math.exp(-2 * q) * scaledBesselK(0.25, q);
}

/** The step of the trapezoidal rule, small enough that the error is far below the last bit. */
const stepFor = (x: number) => Math.min(1 / 8, 0.4 / Math.sqrt(x));

/**
 * The modified Bessel function of the second kind, scaled: e^x K_ν(x) for x > 0, by the trapezoidal rule on
 * ∫ exp(-x (cosh t - 1)) cosh(νt) dt over t >= 0 (DLMF 10.32.9), which converges exponentially.
 */
export function scaledBesselK(order: number, x: number): number {
  const step = stepFor(x);
  let sum = 0.5;
  for (let t = step; ; t += step) {
    const halfSinh = Math.sinh(t / 2);
    const term = Math.exp(-2 * x * halfSinh * halfSinh) * Math.cosh(order * t);
    const next = sum + term;
    if (!(next > sum)) return next * step;
    sum = next;
  }
}

/** How many lattice paths (`counts`) reach each value of the statistic (`values`, ascending). */
interface Frequencies {
  readonly values: Float64Array;
  readonly counts: Float64Array;
}

const NONE: Frequencies = { values: new Float64Array(0), counts: new Float64Array(0) };

/**
 * P(U >= u) of the two-sample Cramér-von Mises statistic U of samples of m and n rows without ties, by counting lattice
 * paths (Y. Xiao, A. Gordon and A. Yakovlev, "A C++ Program for the Cramér-von Mises Two-Sample Test", 2006, algorithm 1).
 * Meant for m, n <= 20. U is that of T. W. Anderson (1962), equation 10.
 */
export function cramerVonMisesExactTail(u: number, m: number, n: number): number {
  const multiple = (m * n) / greatestCommonDivisor(m, n);
  const product = m * n;
  const bound = Math.floor(
    (multiple ** 2 * (m + n) * (6 * u - product * (4 * product - 1))) / (6 * product ** 2),
  );
  const { values, counts } = pathFrequencies(m, n, multiple / m, multiple / n);
  let reached = 0;
  let all = 0;
  counts.forEach((count, index) => {
    all += count;
    if ((values[index] ?? NaN) >= bound) reached += count;
  });
  return reached / all;
}

/** The frequencies of Σ (a v - b u)² over the points (v, u) of the lattice paths from (0,0) to (m,n). */
function pathFrequencies(m: number, n: number, a: number, b: number): Frequencies {
  let row: Frequencies[] = Array.from({ length: m + 1 }, () => NONE);
  for (let u = 0; u <= n; u++) {
    let left = u === 0 ? { values: Float64Array.of(0), counts: Float64Array.of(1) } : NONE;
    row = row.map((below, v) => (left = shifted(merged(left, below), (a * v - b * u) ** 2)));
  }
  return row.at(-1) ?? NONE;
}

function shifted({ values, counts }: Frequencies, step: number): Frequencies {
  return { values: values.map((value) => value + step), counts };
}

/** The union of two ascending lists; counts of equal values add up. */
function merged(left: Frequencies, right: Frequencies): Frequencies {
  const values = new Float64Array(left.values.length + right.values.length);
  const counts = new Float64Array(values.length);
  let size = 0;
  for (let i = 0, j = 0; i < left.values.length || j < right.values.length; size++) {
    const leftValue = left.values[i] ?? Infinity;
    const rightValue = right.values[j] ?? Infinity;
    values[size] = Math.min(leftValue, rightValue);
    const fromLeft = leftValue <= rightValue ? (left.counts[i++] ?? 0) : 0;
    const fromRight = rightValue <= leftValue ? (right.counts[j++] ?? 0) : 0;
    counts[size] = fromLeft + fromRight;
  }
  return { values: values.subarray(0, size), counts: counts.subarray(0, size) };
}
