import { continuedFraction } from './continued-fraction.js';
import { binomialDensity } from './stirling.js';

/**
 * The regularised incomplete beta function I_x(a, b), for a, b > 0 (continued fraction, DLMF 8.17.22).
 * @param y the complement 1 - x, given by the caller, who often knows it more exactly.
 */
export function regularizedBeta(a: number, b: number, x: number, y: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  return x * (a + b + 2) < a + 1 ? lower(a, b, x, y) : 1 - lower(b, a, y, x);
}

function lower(a: number, b: number, x: number, y: number): number {
  const fraction = continuedFraction(
    1,
    (n) => coefficient(n, a, b) * x,
    () => 1,
  );
  // x^a y^b / (a B(a, b)), written as a binomial density so that large parameters do not cancel.
  return (binomialDensity(a, a + b, x, y) * b) / (a + b) / fraction;
}

function coefficient(n: number, a: number, b: number): number {
  const m = Math.floor(n / 2);
  return n % 2 === 0
    ? (m * (b - m)) / ((a + n - 1) * (a + n))
    : (-(a + m) * (a + b + m)) / ((a + n - 1) * (a + n));
}

/** P(|T| > |t|) of Student's distribution: I_{df/(df+t²)}(df/2, 1/2). NaN when t is. */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  if (Number.isNaN(t) || !(degreesOfFreedom > 0)) return NaN;
  if (Math.abs(t) === Infinity) return 0;
  const square = t * t;
  const whole = degreesOfFreedom + square;
  return regularizedBeta(degreesOfFreedom / 2, 0.5, degreesOfFreedom / whole, square / whole);
}
