import { greatestCommonDivisor, roundHalfEven } from './arithmetic.js';
import { durbinCdf } from './durbin-matrix.js';
import { outsideBand } from './lattice-paths.js';
import { pelzGoodCdf } from './pelz-good.js';
import { binomialDensity, stirlingError } from './stirling.js';

/** The largest sample for the exact two-sample law, as in SciPy's `ks_2samp`. */
const EXACT_SIZE = 10_000;

/** exp(-this) is below the smallest double. */
const UNDERFLOW = 760;

/**
 * Two-sided p-value of the two-sample Kolmogorov-Smirnov statistic d: exact while both samples have at most 10,000
 * rows, then the law of one sample of n1 n2 / (n1 + n2) observations, rounded.
 */
export function kolmogorovTwoSampleTail(d: number, n1: number, n2: number): number {
  // P <= 2.17 exp(-2 n1 n2 d²/(n1 + n2)) (F. Wei and R. M. Dudley 2012) is 0 here.
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

/** The largest sample with an exact law at every x. */
const FULLY_EXACT_SIZE = 140;

/**
 * P(D >= x) of the two-sided Kolmogorov-Smirnov statistic of n observations: the law for finite n, not its limit
 * (R. Simard and P. L'Ecuyer, "Computing the Two-Sided Kolmogorov-Smirnov Distribution", 2011), with the
 * same method for each n and x as SciPy 1.17's `kstwo.sf`, so that approximations agree too.
 */
export function kolmogorovTail(x: number, n: number): number {
  const t = n * x;
  if (x >= 1) return 0;
  if (t <= 0.5) return 1;
  if (t <= 1) return 1 - smallest(n, t);
  if (t >= n - 1) return 2 * (1 - x) ** n;
  if (x >= 0.5) return 2 * smirnovTail(n, x);
  return Math.min(1, Math.max(0, n <= FULLY_EXACT_SIZE ? smallTail(x, n) : largeTail(x, n)));
}

/** P(D < x) for nx <= 1: n!/n^n (2nx - 1)^n (Ruben and Gambino 1982). */
function smallest(n: number, t: number): number {
  return Math.sqrt(2 * Math.PI * n) * Math.exp(stirlingError(n) - n + n * Math.log(2 * t - 1));
}

function smallTail(x: number, n: number): number {
  return n * x * x <= 4 ? 1 - durbinCdf(n, x) : 2 * smirnovTail(n, x);
}

function largeTail(x: number, n: number): number {
  const square = n * x * x;
  if (square >= 370) return 0;
  if (square >= 2.2) return 2 * smirnovTail(n, x);
  const durbin = n <= 100_000 && n * x ** 1.5 <= 1.4;
  return 1 - (durbin ? durbinCdf(n, x) : pelzGoodCdf(n, x));
}

/**
 * P(D+ >= x) of the one-sided Kolmogorov-Smirnov statistic of n observations, exactly: the sum of N. V. Smirnov (1944)
 * and Birnbaum and Tingey (1951), x Σ C(n,j) (x+j/n)^(j-1) (1-x-j/n)^(n-j), whose terms are all positive.
 */
export function smirnovTail(n: number, x: number): number {
  if (x <= 0) return 1;
  if (x >= 1) return 0;
  let sum = 0;
  for (let j = 0; j <= n; j++) {
    const at = x + j / n;
    const rest = 1 - at;
    if (rest <= 0) break;
    sum += binomialDensity(j, n, at, rest) / at;
  }
  return Math.min(1, x * sum);
}
