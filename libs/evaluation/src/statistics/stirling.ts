const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** Bernoulli terms B_2j / (2j (2j-1)) of Stirling's series, the last first. */
const SERIES = [1 / 156, -691 / 360360, 1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12];

/**
 * The error of Stirling's formula: ln Γ(a+1) - ln(sqrt(2πa) (a/e)^a), for a > 0. Densities written with it keep full
 * relative accuracy for large arguments (C. Loader, "Fast and Accurate Computation of Binomial Probabilities", 2000).
 */
export function stirlingError(a: number): number {
  let error = 0;
  let shifted = a;
  for (; shifted < 16; shifted++) error += (shifted + 0.5) * Math.log1p(1 / shifted) - 1;
  const inverseSquare = 1 / (shifted * shifted);
  return error + SERIES.reduce((sum, term) => sum * inverseSquare + term, 0) / shifted;
}

/** ln Γ(x) for x > 0. */
export function logGamma(x: number): number {
  return HALF_LOG_TWO_PI + (x - 0.5) * Math.log(x) - x + stirlingError(x);
}

/** The deviance x ln(x/m) + m - x for x >= 0 and m > 0, without cancellation where x is near m (Loader 2000, bd0). */
export function deviance(x: number, m: number): number {
  if (x === 0) return m;
  const difference = x - m;
  if (Math.abs(difference) >= 0.1 * (x + m)) return x * Math.log(x / m) - difference;
  const ratio = difference / (x + m);
  let term = 2 * x * ratio;
  let sum = difference * ratio;
  for (let odd = 3; ; odd += 2) {
    term *= ratio * ratio;
    const next = sum + term / odd;
    if (!(Math.abs(next - sum) > 0)) return next;
    sum = next;
  }
}

/** The Poisson probability e^-mean mean^k / Γ(k+1), also for k that is not whole; k and mean >= 0. */
export function poissonDensity(k: number, mean: number): number {
  if (mean === 0) return k === 0 ? 1 : 0;
  if (k === 0) return Math.exp(-mean);
  return Math.exp(-stirlingError(k) - deviance(k, mean)) / Math.sqrt(2 * Math.PI * k);
}

/**
 * The binomial probability C(n, k) p^k q^(n-k), also for n and k that are not whole.
 * @param q the complement 1 - p, which the caller often knows more exactly.
 */
export function binomialDensity(k: number, n: number, p: number, q: number): number {
  const rest = n - k;
  if (k === 0) return power(q, n);
  if (rest === 0) return power(p, n);
  if (p === 0 || q === 0) return 0;
  const logarithm =
    stirlingError(n) - stirlingError(k) - stirlingError(rest) - deviance(k, n * p) - deviance(rest, n * q);
  return Math.exp(logarithm) * Math.sqrt(n / (2 * Math.PI * k * rest));
}

/** base^exponent, through log1p where the base is near one. */
function power(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  return base > 0.9 ? Math.exp(exponent * Math.log1p(base - 1)) : base ** exponent;
}
