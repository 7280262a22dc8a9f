import type { Coordinate, FoldSums } from './coordinates.js';

/** A coordinate that separates the rows of the window from those of the reference. */
export interface CentroidWeight {
  readonly coordinate: Coordinate;
  readonly weight: number;
  /** Its part of the squared distance between the centroids. */
  readonly gain: number;
  /** The variance of the difference of means, as a multiple of that with independent rows; at least 1. */
  readonly inflation: number;
}

/** Standard errors of a difference of means below which a coordinate has no weight. */
const SHRINKAGE = 3;

/**
 * The weights of a classifier by nearest shrunken centroids, of two classes (R. Tibshirani et al., "Diagnosis of multiple cancer
 * types by shrunken centroids of gene expression", 2002): coordinates whose means differ by more than chance explains. The
 * standard error of a difference is that of independent rows, or, if it is larger, that of the means of the folds (batch means),
 * which allows for rows that depend on their past.
 * @param sums of every coordinate, by fold; the first half of the folds is the reference.
 * @param starts the first row of every fold, and the row after the last.
 * @param without the fold of both sides that is left out.
 */
export function centroidWeights(
  coordinates: readonly Coordinate[],
  sums: readonly FoldSums[],
  starts: readonly number[],
  without?: number,
): CentroidWeight[] {
  const half = (starts.length - 1) / 2;
  const used = Array.from({ length: half }, (_, fold) => fold).filter((fold) => fold !== without);
  const other = used.map((fold) => fold + half);
  const differences = coordinates.flatMap((coordinate, index) => {
    const own = sums[index];
    const difference = own && differenceOf(sideOf(own, starts, used), sideOf(own, starts, other));
    return difference === undefined ? [] : [{ coordinate, ...difference }];
  });
  const usual = [meanInflation(differences, false), meanInflation(differences, true)] as const;
  return differences.flatMap(({ coordinate, difference, variance, independent, inflation: own }) => {
    const inflation = Math.max(1, own, usual[Number(coordinate.right !== null)] ?? 1);
    const deviations = Math.abs(difference) / Math.sqrt(independent * inflation);
    if (!(deviations > SHRINKAGE)) return [];
    const weight = ((1 - SHRINKAGE / deviations) * difference) / variance;
    return [{ coordinate, weight, gain: weight * difference, inflation }];
  });
}

/** A difference of means, and how much it varies. */
interface Difference {
  readonly difference: number;
  /** Of the rows of a side. */
  readonly variance: number;
  /** The variance of the difference if rows are independent. */
  readonly independent: number;
  /** The variance of the difference by the means of the folds, as a multiple of that. */
  readonly inflation: number;
}

/** Undefined for a constant. */
function differenceOf(before: Side, after: Side): Difference | undefined {
  const variance = (before.within + after.within) / (before.rows + after.rows - 2);
  if (!(variance > 1e-12)) return undefined;
  const independent = variance * (1 / before.rows + 1 / after.rows);
  const inflation = (before.ofMeans + after.ofMeans) / independent;
  return { difference: after.mean - before.mean, variance, independent, inflation };
}

/** The mean over values alone, or over products: one estimate varies by a third, and the lowest would be chosen. */
function meanInflation(
  all: readonly (Difference & { readonly coordinate: Coordinate })[],
  isProduct: boolean,
): number {
  const own = all.filter(({ coordinate }) => (coordinate.right !== null) === isProduct);
  return own.reduce((sum, { inflation }) => sum + inflation, 0) / Math.max(1, own.length);
}

/** One side of a comparison. */
interface Side {
  readonly rows: number;
  readonly mean: number;
  /** The sum of squared deviations from the mean. */
  readonly within: number;
  /** The variance of the mean, by the means of the folds. */
  readonly ofMeans: number;
}

function sideOf({ sums, squares }: FoldSums, starts: readonly number[], folds: readonly number[]): Side {
  let [rows, sum, square] = [0, 0, 0];
  for (const fold of folds) {
    rows += sizeOf(starts, fold);
    sum += sums[fold] ?? NaN;
    square += squares[fold] ?? NaN;
  }
  const mean = sum / rows;
  let spread = 0;
  for (const fold of folds) spread += ((sums[fold] ?? NaN) / sizeOf(starts, fold) - mean) ** 2;
  const ofMeans = spread / (folds.length - 1) / folds.length;
  return { rows, mean, within: square - sum * mean, ofMeans };
}

function sizeOf(starts: readonly number[], fold: number): number {
  return (starts[fold + 1] ?? NaN) - (starts[fold] ?? NaN);
}
