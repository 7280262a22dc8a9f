import { studentTwoSided } from './special-functions.js';

/** The ends of a confidence interval; NaN where there is none. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** P(Z <= z) = 0.975 of the standard normal distribution, for intervals that hold in 95 of 100 cases. */
const NORMAL_QUANTILE = 1.959963984540054;

/**
 * The interval of a share, 95 % (E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927).
 * @param trials need not be whole: an effective sample size.
 */
export function wilsonInterval(share: number, trials: number): Interval {
  if (!(trials > 0)) return { lower: NaN, upper: NaN };
  const square = NORMAL_QUANTILE ** 2 / trials;
  const centre = (share + square / 2) / (1 + square);
  const reach = Math.sqrt(square * (share * (1 - share) + square / 4)) / (1 + square);
  return { lower: share === 0 ? 0 : centre - reach, upper: share === 1 ? 1 : centre + reach };
}

/** The number of values, their mean and their variance with ddof 1. */
export interface SampleMoments {
  readonly size: number;
  readonly mean: number;
  readonly variance: number;
}

/** The interval of a mean, 95 %, by Student's distribution. NaN below two values. */
export function meanInterval({ size, mean, variance }: SampleMoments): Interval {
  const reach = studentQuantile(size - 1) * Math.sqrt(variance / size);
  return { lower: mean - reach, upper: mean + reach };
}

/** The probability outside of an interval. */
const OUTSIDE = 0.05;
const SECANT_STEPS = 4;

/**
 * P(T <= t) = 0.975 of Student's distribution: the expansion around the normal quantile (Abramowitz and Stegun 1964,
 * 26.7.5), improved by steps of the secant method. NaN without degrees of freedom.
 */
function studentQuantile(degreesOfFreedom: number): number {
  if (!(degreesOfFreedom > 0)) return NaN;
  const z = NORMAL_QUANTILE;
  const terms = [
    z,
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  const excess = (t: number) => studentTwoSided(t, degreesOfFreedom) - OUTSIDE;
  let last = terms.reduce((sum, term, power) => sum + term / degreesOfFreedom ** power, 0);
  let next = last * 1.001;
  let [before, now] = [excess(last), excess(next)];
  for (let step = 0; step < SECANT_STEPS && now !== before; step++) {
    [last, next] = [next, next - (now * (next - last)) / (now - before)];
    [before, now] = [now, excess(next)];
  }
  return next;
}

/**
 * Two-sided p-value of the difference of two means whose variances may differ (B. L. Welch, "The generalization of Student's
 * problem when several different population variances are involved", 1947). NaN below two values or without spread.
 */
export function welchTwoSided(one: SampleMoments, other: SampleMoments): number {
  const [a, b] = [one.variance / one.size, other.variance / other.size];
  const degreesOfFreedom = (a + b) ** 2 / (a ** 2 / (one.size - 1) + b ** 2 / (other.size - 1));
  return studentTwoSided((one.mean - other.mean) / Math.sqrt(a + b), degreesOfFreedom);
}
