import { gammaLaw, type SquaresLaw, squaresQuantile, squaresTail } from '../statistics/index.js';
import { chanceScale, type SampleRows } from './distance.js';

/** The score of windows without drift. */
export interface Chance {
  /** The probability of a larger score. */
  readonly tail: (score: number) => number;
  /** The score that is exceeded with this probability. */
  readonly threshold: (level: number) => number;
}

/** The noise of a score in windows of some rows: its mean and standard deviation (ddof 0). */
export interface MeasuredNoise {
  readonly rows: number;
  readonly mean: number;
  readonly deviation: number;
}

/** The chance of a distance whose law is known. */
export function chanceOfLaw(law: SquaresLaw, rows: SampleRows): Chance {
  const scale = chanceScale(rows);
  return {
    tail: (score) => squaresTail(score ** 2 / scale, law),
    threshold: (level) => Math.sqrt(scale * squaresQuantile(level, law)),
  };
}

/** The tests that grow with the square of a difference; other distances grow with the difference. */
const SQUARED: readonly string[] = ['psi', 'kl_div'];

/** Moments of a hundred chunks of one reference make tails too thin: their probabilities count so many times. */
const CAUTION = 4;

/**
 * The chance of a distance whose noise was measured for windows of other rows: a gamma law, scaled by the root of 1/n + 1/w, or
 * by 1/n + 1/w itself for the squared distances.
 * @param referenceRows of the reference that the noise was measured on.
 */
export function chanceOfNoise(
  method: string,
  noise: MeasuredNoise,
  rows: SampleRows,
  referenceRows: number,
): Chance {
  const squared = chanceScale(rows) / chanceScale({ reference: referenceRows, current: noise.rows });
  const scale = SQUARED.includes(method) ? squared : Math.sqrt(squared);
  const law = gammaLaw(noise.mean, noise.deviation);
  if (!(noise.deviation > 0)) return { tail: () => NaN, threshold: () => noise.mean * scale };
  return {
    tail: (score) => Math.min(1, CAUTION * squaresTail(score / scale, law)),
    threshold: (level) => scale * squaresQuantile(level / CAUTION, law),
  };
}
