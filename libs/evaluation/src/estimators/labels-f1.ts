import { itemAt } from '../statistics/index.js';
import { type ClassShares, type F1BandOptions, f1Of, type F1Estimate, sharesOf } from './averaged-f1.js';
import { confidenceBand, errorFactor } from './estimated-metric.js';

/** How the F1 of several labels are averaged, as `MultiLabelCounts` does; not by rows (`samples`). */
export type LabelAverage = 'macro' | 'micro' | 'weighted';

/** The derivative of the averaged F1 by each share of one label. */
type Gradient = ClassShares;

/**
 * Estimates F1 over several labels without knowing them, averaged like `MultiLabelCounts`: `macro` is the plain mean over all
 * labels, `micro` F1 of all flags together, and `weighted` weights each label by its expected rows. Counts are expected counts, as
 * in confidence-based performance estimation. The standard error is that of the delta method: the influence of a row is summed over
 * its labels, each drawn by its own probability. Labels that occur together give a larger one, which `errorOfOne` carries.
 * @param probabilities calibrated, one column per label.
 * @param predicted whether each row is predicted to have the label (1 or 0), one column per label.
 * @returns undefined without labels or rows.
 */
export function estimateLabelsF1(
  average: LabelAverage,
  probabilities: readonly Float64Array[],
  predicted: readonly ArrayLike<number>[],
  { reference = Infinity, errorOfOne = 0 }: F1BandOptions = {},
): F1Estimate | undefined {
  const rows = probabilities[0]?.length ?? 0;
  if (rows === 0) return undefined;
  const shares = probabilities.map((column, label) =>
    sharesOf(column, (row) => predicted[label]?.[row] === 1),
  );
  const { value, gradients } = average === 'micro' ? together(shares) : mean(average, shares);
  const error = Math.max(errorOfOne, Math.sqrt(varianceOf(gradients, probabilities, predicted)));
  const standardError = error * errorFactor({ window: rows, reference });
  return { value, standardError, ...confidenceBand(value, standardError, 1) };
}

interface Averaged {
  readonly value: number;
  readonly gradients: readonly Gradient[];
}

/** Of all flags. */
function together(shares: readonly ClassShares[]): Averaged {
  const sum = (of: (one: ClassShares) => number) => shares.reduce((total, one) => total + of(one), 0);
  const all = {
    right: sum(({ right }) => right),
    predicted: sum(({ predicted }) => predicted),
    actual: sum(({ actual }) => actual),
  };
  const gradient = gradientOf(all, 1);
  return { value: f1Of(all), gradients: shares.map(() => gradient) };
}

/** A mean over the labels; 0 where none is expected. */
function mean(average: 'macro' | 'weighted', shares: readonly ClassShares[]): Averaged {
  const weights = shares.map(({ actual }) => (average === 'macro' ? 1 : actual));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return { value: 0, gradients: shares.map(() => gradientOf(NONE, 0)) };
  const value = shares.reduce((sum, one, label) => sum + itemAt(weights, label) * f1Of(one), 0) / total;
  const gradients = shares.map((one, label): Gradient => {
    const gradient = gradientOf(one, itemAt(weights, label) / total);
    const ofWeight = average === 'macro' ? 0 : (f1Of(one) - value) / total;
    return { ...gradient, actual: gradient.actual + ofWeight };
  });
  return { value, gradients };
}

const NONE: ClassShares = { right: 0, predicted: 0, actual: 0 };

function gradientOf(shares: ClassShares, weight: number): Gradient {
  const both = shares.predicted + shares.actual;
  if (both === 0) return NONE;
  const fall = (-weight * f1Of(shares)) / both;
  return { right: (2 * weight) / both, predicted: fall, actual: fall };
}

/** The variance of the influence of one row, summed over its labels. */
function varianceOf(
  gradients: readonly Gradient[],
  probabilities: readonly Float64Array[],
  predicted: readonly ArrayLike<number>[],
): number {
  const rows = probabilities[0]?.length ?? 0;
  let [sum, squares] = [0, 0];
  for (let row = 0; row < rows; row++) {
    let [expected, variance] = [0, 0];
    gradients.forEach((gradient, label) => {
      const probability = probabilities[label]?.[row] ?? NaN;
      const isPredicted = predicted[label]?.[row] === 1;
      const ofLabel = gradient.actual + (isPredicted ? gradient.right : 0);
      expected += (isPredicted ? gradient.predicted : 0) + ofLabel * probability;
      variance += ofLabel ** 2 * probability * (1 - probability);
    });
    sum += expected;
    squares += expected ** 2 + variance;
  }
  return Math.max(0, squares / rows - (sum / rows) ** 2);
}
