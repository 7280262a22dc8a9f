import { continuedFraction } from './continued-fraction.js';
import { poissonDensity } from './stirling.js';

/**
 * The regularised upper incomplete gamma function Q(a, x) = Γ(a, x) / Γ(a), a >= 0: the series of P below a + 1, the
 * continued fraction of Q above (DLMF 8.11.4 and 8.9.2). Its limit for a = 0 is 0, at x = 0 NaN. NaN for a < 0 or NaN.
 */
export function upperGamma(a: number, x: number): number {
  if (!(a >= 0) || Number.isNaN(x)) return NaN;
  if (a === 0) return x > 0 ? 0 : NaN;
  if (x <= 0) return 1;
  if (x === Infinity) return 0;
  return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * Number.EPSILON * 0.1; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return poissonDensity(a, x) * sum;
}

function upperFraction(a: number, x: number): number {
  const fraction = continuedFraction(
    x + 1 - a,
    (n) => n * (a - n),
    (n) => x + 2 * n + 1 - a,
  );
  return (poissonDensity(a, x) * a) / fraction;
}

/** P(X > x) of the chi-squared distribution: Q(df/2, x/2). Without a degree of freedom 0, for x = 0 NaN. */
export function chiSquaredTail(x: number, degreesOfFreedom: number): number {
  return upperGamma(degreesOfFreedom / 2, x / 2);
}
