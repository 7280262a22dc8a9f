import { ConfidenceCounts } from './expected-quality.js';

/** An estimate with its standard error, and three of them to either side, within 0 and 1. */
export interface F1Estimate {
  readonly value: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
}

/** What a class has per row: the share that is rightly given it, the share that is given it, and that truly is of it. */
interface ClassShares {
  readonly right: number;
  readonly predicted: number;
  readonly actual: number;
}

/** How the averaged F1 changes with those shares of one class. */
type Gradient = ClassShares;

/** How many standard errors the band is wide to either side, as for the other estimates. */
const BAND = 3;

/**
 * F1 over several classes without labels, averaged like the realised one: `macro` is the plain mean over the classes that
 * a row is given or is expected to be of, `weighted` weighs each class by how often it is expected to be the truth. Expected counts as in confidence-based performance estimation;
 * the standard error is that of the delta method, each row being drawn anew with the label its probabilities say.
 * @param probabilities calibrated, a column for every class; a row adds up to one.
 * @param predicted the index of the class each row was given.
 * @returns undefined without rows.
 */
export function estimateAveragedF1(
  average: 'macro' | 'weighted',
  probabilities: readonly Float64Array[],
  predicted: ArrayLike<number>,
): F1Estimate | undefined {
  const rows = predicted.length;
  if (rows === 0) return undefined;
  const shares = probabilities.map((column, index) => sharesOf(column, index, predicted));
  const occurring = shares.filter(({ predicted, actual }) => predicted + actual > 0).length;
  const weightOf = ({ actual }: ClassShares) => (average === 'macro' ? 1 / occurring : actual);
  const value = shares.reduce((sum, one) => sum + weightOf(one) * f1Of(one), 0);
  const gradients = shares.map((one) => gradientOf(average, one, weightOf(one)));
  const standardError = Math.sqrt(varianceOf(gradients, probabilities, predicted) / rows);
  return {
    value,
    standardError,
    lower: Math.max(0, value - BAND * standardError),
    upper: Math.min(1, value + BAND * standardError),
  };
}

function sharesOf(column: Float64Array, index: number, predicted: ArrayLike<number>): ClassShares {
  const counts = new ConfidenceCounts();
  column.forEach((probability, row) => counts.add(probability, predicted[row] === index));
  const { tp, fp, fn } = counts.expected;
  const rows = column.length;
  return { right: tp / rows, predicted: (tp + fp) / rows, actual: (tp + fn) / rows };
}

function f1Of({ right, predicted, actual }: ClassShares): number {
  return predicted + actual === 0 ? 0 : (2 * right) / (predicted + actual);
}

function gradientOf(average: 'macro' | 'weighted', shares: ClassShares, weight: number): Gradient {
  const both = shares.predicted + shares.actual;
  if (both === 0) return { right: 0, predicted: 0, actual: 0 };
  const fall = (-weight * f1Of(shares)) / both;
  const ofWeight = average === 'weighted' ? f1Of(shares) : 0;
  return { right: (2 * weight) / both, predicted: fall, actual: fall + ofWeight };
}

/** The variance of what one row adds to the average. */
function varianceOf(
  gradients: readonly Gradient[],
  probabilities: readonly Float64Array[],
  predicted: ArrayLike<number>,
): number {
  let [sum, squares] = [0, 0];
  for (let row = 0; row < predicted.length; row++) {
    const given = predicted[row]!;
    gradients.forEach(({ actual }, index) => {
      const hit = index === given ? gradients[given]!.right : 0;
      const influence = gradients[given]!.predicted + actual + hit;
      sum += probabilities[index]![row]! * influence;
      squares += probabilities[index]![row]! * influence ** 2;
    });
  }
  const mean = sum / predicted.length;
  return Math.max(0, squares / predicted.length - mean ** 2);
}
