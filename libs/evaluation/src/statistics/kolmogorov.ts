import { durbinCdf } from './durbin-matrix.js';
import { pelzGoodCdf } from './pelz-good.js';
import { smirnovTail } from './smirnov.js';
import { stirlingError } from './stirling.js';

/** Up to here the law is computed exactly everywhere. */
const EXACT_SIZE = 140;

/**
 * P(D >= x) of the two-sided Kolmogorov-Smirnov statistic of n observations: the law for finite n, not its limit
 * (R. Simard and P. L'Ecuyer, "Computing the Two-Sided Kolmogorov-Smirnov Distribution", 2011), with the same choice of
 * method by n and x as SciPy 1.17's `kstwo.sf`, so that the two agree also where the method is an approximation.
 */
export function kolmogorovTail(x: number, n: number): number {
  const t = n * x;
  if (x >= 1) return 0;
  if (t <= 0.5) return 1;
  if (t <= 1) return 1 - smallest(n, t);
  if (t >= n - 1) return 2 * (1 - x) ** n;
  if (x >= 0.5) return 2 * smirnovTail(n, x);
  return Math.min(1, Math.max(0, n <= EXACT_SIZE ? smallTail(x, n) : largeTail(x, n)));
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
