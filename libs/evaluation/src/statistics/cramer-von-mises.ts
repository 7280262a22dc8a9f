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
 * paths (Y. Xiao, A. Gordon and A. Yakovlev, "A C++ Program for the Cramér-von Mises Two-Sample Test", 2006, algorithm 1)
 * from both ends to the step in the middle, where they are much fewer.
 * Meant for m, n <= 20. U is that of T. W. Anderson (1962), equation 10.
 */
export function cramerVonMisesExactTail(u: number, m: number, n: number): number {
  const multiple = (m * n) / greatestCommonDivisor(m, n);
  const product = m * n;
  const bound = Math.floor(
    (multiple ** 2 * (m + n) * (6 * u - product * (4 * product - 1))) / (6 * product ** 2),
  );
  const middle = Math.floor((m + n - 1) / 2);
  const term = (v: number, w: number) => ((multiple / m) * v - (multiple / n) * w) ** 2;
  const starts = pathsOf(middle, m, n, term);
  // The lattice is its own mirror image: paths from (0,0) to (v, w) are as many as those from (m - v, n - w) to (m, n).
  const ends = pathsOf(m + n - 1 - middle, m, n, term);
  let reached = 0;
  let all = 0;
  starts.forEach((start, v) => {
    for (const end of [ends[m - v], ends[m - v - 1]]) {
      if (end === undefined) continue;
      all += total(start.counts) * total(end.counts);
      reached += pairsFrom(bound, start, end);
    }
  });
  return reached / all;
}

/** The frequencies of the sum of `term` over the points (v, w) of the paths of so many steps from (0,0), by v. */
function pathsOf(steps: number, m: number, n: number, term: (v: number, w: number) => number): Frequencies[] {
  let paths: Frequencies[] = [{ values: Float64Array.of(0), counts: Float64Array.of(1) }];
  for (let step = 1; step <= steps; step++) {
    const before = paths;
    paths = Array.from({ length: Math.min(step, m) + 1 }, (_, v) =>
      step - v > n ? NONE : merged(before[v - 1] ?? NONE, before[v] ?? NONE, term(v, step - v)),
    );
  }
  return paths;
}

/** The union of two ascending lists with `added` to each value; counts of equal values add up. */
function merged(left: Frequencies, right: Frequencies, added: number): Frequencies {
  const values = new Float64Array(left.values.length + right.values.length);
  const counts = new Float64Array(values.length);
  let size = 0;
  for (let i = 0, j = 0; i < left.values.length || j < right.values.length; size++) {
    const leftValue = left.values[i] ?? Infinity;
    const rightValue = right.values[j] ?? Infinity;
    values[size] = Math.min(leftValue, rightValue) + added;
    const fromLeft = leftValue <= rightValue ? (left.counts[i++] ?? 0) : 0;
    const fromRight = rightValue <= leftValue ? (right.counts[j++] ?? 0) : 0;
    counts[size] = fromLeft + fromRight;
  }
  return { values: values.subarray(0, size), counts: counts.subarray(0, size) };
}

/** How many paths of `start` continued by one of `end` have a sum of at least `bound`. */
function pairsFrom(bound: number, start: Frequencies, end: Frequencies): number {
  let pairs = 0;
  let continued = 0;
  let j = end.values.length;
  start.values.forEach((value, i) => {
    while (j > 0 && value + (end.values[j - 1] ?? NaN) >= bound) continued += end.counts[--j] ?? 0;
    pairs += (start.counts[i] ?? 0) * continued;
  });
  return pairs;
}

const total = (counts: Float64Array) => counts.reduce((sum, count) => sum + count, 0);
