import { binomialDensity, poissonDensity } from './stirling.js';

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

/** P(X > x) of the chi-squared distribution: Q(df/2, x/2). For 0 degrees of freedom 0, or NaN at x = 0. */
export function chiSquaredTail(x: number, degreesOfFreedom: number): number {
  return upperGamma(degreesOfFreedom / 2, x / 2);
}

/**
 * The regularised incomplete beta function I_x(a, b), for a, b > 0 (continued fraction, DLMF 8.17.22).
 * @param y the complement 1 - x, which the caller often knows more exactly.
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

/** P(Z > z) of the standard normal distribution, with full relative accuracy in the tail. */
export function normalTail(z: number): number {
  const half = 0.5 * upperGamma(0.5, 0.5 * z * z);
  return z >= 0 ? half : 1 - half;
}

/** P(Z <= z) of the standard normal distribution. */
export function normalCdf(z: number): number {
  return normalTail(-z);
}

const TINY = 1e-300;
const MAX_TERMS = 100_000;

/**
 * The continued fraction b0 + a1/(b1 + a2/(b2 + ...)) by the modified Lentz method (W. J. Lentz 1976; I. J. Thompson
 * and A. R. Barnett 1986), to the last bit.
 * @param numerator a_n, for n from 1.
 * @param denominator b_n, for n from 1.
 */
function continuedFraction(
  first: number,
  numerator: (n: number) => number,
  denominator: (n: number) => number,
): number {
  let value = nonZero(first);
  let c = value;
  let d = 0;
  for (let n = 1; n < MAX_TERMS; n++) {
    const a = numerator(n);
    const b = denominator(n);
    d = 1 / nonZero(b + a * d);
    c = nonZero(b + a / c);
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < Number.EPSILON) break;
  }
  return value;
}

function nonZero(x: number): number {
  return x === 0 ? TINY : x;
}
