import { scaledBesselK } from './bessel.js';
import { logGamma } from './stirling.js';

/** Below this the probability is one to the last bit. */
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
