import { greatestCommonDivisor, roundHalfEven } from './integers.js';
import { kolmogorovTail } from './kolmogorov.js';

/** Up to this many rows in either sample the exact law of two samples is used, as SciPy's `ks_2samp` does. */
const EXACT_SIZE = 10_000;

/** exp(-this) is below the smallest double. */
const UNDERFLOW = 760;

/**
 * Two-sided p-value of the two-sample Kolmogorov-Smirnov statistic d: exact while both samples have at most 10,000
 * rows, then the law of one sample of n1 n2 / (n1 + n2) observations, rounded.
 */
export function kolmogorovTwoSampleTail(d: number, n1: number, n2: number): number {
  // P <= 2.17 exp(-2 n1 n2 d²/(n1 + n2)) (F. Wei and R. M. Dudley 2012): there is nothing to walk for.
  if (((2 * n1 * n2) / (n1 + n2)) * d * d > UNDERFLOW) return 0;
  return Math.max(n1, n2) <= EXACT_SIZE
    ? exactTail(d, n1, n2)
    : kolmogorovTail(d, roundHalfEven((n1 * n2) / (n1 + n2)));
}

function exactTail(d: number, n1: number, n2: number): number {
  const divisor = greatestCommonDivisor(n1, n2);
  const h = roundHalfEven(d * (n1 / divisor) * n2);
  if (h === 0) return 1;
  return n1 === n2 ? outsideSquare(n1, h) : outsideBand(Math.max(n1, n2), Math.min(n1, n2), divisor, h);
}

/** Share of the lattice paths from (0,0) to (n,n) that touch |i - j| = h: reflections, summed from the last. */
function outsideSquare(n: number, h: number): number {
  let probability = 0;
  for (let k = Math.floor(n / h); k >= 0; k--) {
    let ratio = 1;
    for (let j = 0; j < h; j++) ratio *= (n - k * h - j) / (n + k * h + j + 1);
    probability = ratio * (1 - probability);
  }
  return Math.min(1, 2 * probability);
}

/**
 * Share of the lattice paths from (0,0) to (m,n), m >= n, that leave |i n - j m| < h g (J. L. Hodges, "The significance
 * probability of the Smirnov two-sample test", 1958). outside[j] is the probability for a random path to (s - j, j) to have
 * left. It is carried from one antidiagonal s to the next, whose cells do not wait for one another; only the band is
 * visited, beyond it the probability is one.
 */
function outsideBand(m: number, n: number, divisor: number, h: number): number {
  const stepI = n / divisor;
  const step = stepI + m / divisor;
  const outside = new Float64Array(n + 1).fill(1);
  outside[0] = 0;
  for (let s = 1; s <= m + n; s++) {
    const first = Math.max(0, s - m, Math.floor((s * stepI - h) / step) + 1);
    const last = Math.min(n, s, Math.ceil((s * stepI + h) / step) - 1);
    const inverse = 1 / s;
    for (let j = last; j > 0 && j >= first; j--) {
      outside[j] = (outside[j]! * (s - j) + outside[j - 1]! * j) * inverse;
    }
    if (first > 0) outside[first - 1] = 1;
  }
  return outside[n]!;
}
