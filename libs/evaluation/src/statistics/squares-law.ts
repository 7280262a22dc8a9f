import { chiSquaredTail } from './special-functions.js';

/** The first cumulants of a weighted sum of squares of standard normal variables. */
export interface SquaresLaw {
  readonly mean: number;
  readonly variance: number;
  readonly third: number;
}

/** The law of a sum of weighted squares, from Σ λ, Σ λ² and Σ λ³ of its weights. */
export function squaresLaw(sum: number, squares: number, cubes: number): SquaresLaw {
  return { mean: sum, variance: 2 * squares, third: 8 * cubes };
}

/** The gamma law with a mean and a standard deviation. */
export function gammaLaw(mean: number, deviation: number): SquaresLaw {
  return { mean, variance: deviation ** 2, third: (2 * deviation ** 4) / mean };
}

/**
 * P(X > x): Pearson's approximation by a chi-squared variable with the same three cumulants (J. P. Imhof, "Computing the
 * Distribution of Quadratic Forms in Normal Variables", 1961, section 4). Exact for equal weights and for a gamma law.
 */
export function squaresTail(x: number, law: SquaresLaw): number {
  const freedom = freedomOf(law);
  return chiSquaredTail((x - law.mean) * Math.sqrt((2 * freedom) / law.variance) + freedom, freedom);
}

/** The value that X exceeds with this probability. */
export function squaresQuantile(probability: number, law: SquaresLaw): number {
  const freedom = freedomOf(law);
  let [low, high] = [0, freedom + 10];
  while (chiSquaredTail(high, freedom) > probability) [low, high] = [high, 2 * high];
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (chiSquaredTail(middle, freedom) > probability) low = middle;
    else high = middle;
  }
  return law.mean + (high - freedom) * Math.sqrt(law.variance / (2 * freedom));
}

/** With more degrees of freedom the law is as good as normal, and its tail takes ever longer to compute. */
const MOST_FREEDOM = 1e5;

function freedomOf({ variance, third }: SquaresLaw): number {
  return Math.min(MOST_FREEDOM, (8 * variance ** 3) / third ** 2);
}
