import { rocAuc } from '../quality/index.js';
import { mean, normalTail } from '../statistics/index.js';
import { centroidWeights, type CentroidWeight } from './centroid-weights.js';
import { coordinatesOf, type DomainColumn, foldSums, valueAt } from './coordinates.js';

/** What tells window rows from reference rows: the values of one column, or how two columns go together. */
export interface DomainClue {
  /** Names of one or two columns. */
  readonly columns: readonly string[];
  /** Its part of what separates the rows; the parts of all clues add up to 1. */
  readonly share: number;
}

/** How well a classifier tells window rows from reference rows that it has not seen, as plain JSON values. */
export interface DomainClassification {
  readonly method: 'domain_classifier';
  /** Area under the ROC curve; 0.5 where rows cannot be told apart. */
  readonly auc: number;
  /** The 95 % confidence interval of the area. */
  readonly lower: number;
  readonly upper: number;
  /** Drift from this area on. It is lower for larger windows. */
  readonly threshold: number;
  readonly drifted: boolean;
  /** 0 at an area of 0.5, 1 at the threshold. */
  readonly severity: number;
  readonly referenceRows: number;
  readonly rows: number;
  /** The largest first, at most five; empty where nothing separates the rows. */
  readonly clues: readonly DomainClue[];
}

const FOLDS = 10;
/** With fewer rows on either side, a fold has too few to rank. */
const MIN_ROWS = 100;
/** The share of steady windows that reach the threshold if their rows are independent. */
const FALSE_ALARMS = 0.005;
const NORMAL_95 = 1.959964;
const MAX_CLUES = 5;

/**
 * Tells the rows of a window from those of a reference by a classifier, out of fold; undefined below 100 rows on either side.
 *
 * The classifier is that of nearest shrunken centroids (`centroidWeights`) over the values of the columns, their squares, their
 * categories, and the products of two columns, so that it also finds a change of correlation alone. Both sides are divided into
 * ten folds of neighbouring rows, and the area is the mean over the folds: of rows that depend on their past, the other folds
 * say little about the one that is left out.
 *
 * The standard error of the area is that of J. A. Hanley and B. J. McNeil ("The Meaning and Use of the Area under a Receiver
 * Operating Characteristic (ROC) Curve", 1982), times the factor by which neighbouring rows are alike. As the classifier
 * chooses among many coordinates, the threshold is the quantile of the normal distribution for their number (Bonferroni).
 * @param columns coded, with their rows in the order of time.
 */
export function classifyDomains(columns: readonly DomainColumn[]): DomainClassification | undefined {
  const referenceRows = columns[0]?.reference.length ?? 0;
  const rows = columns[0]?.window.length ?? 0;
  if (referenceRows < MIN_ROWS || rows < MIN_ROWS) return undefined;
  const coordinates = coordinatesOf(columns);
  const starts = [...foldStarts(0, referenceRows), ...foldStarts(referenceRows, rows), referenceRows + rows];
  const sums = coordinates.map((coordinate) => foldSums(coordinate, starts));
  const weigh = (without?: number) => centroidWeights(coordinates, sums, starts, without);
  const areas = Array.from({ length: FOLDS }, (_, fold) => foldArea(starts, fold, weigh(fold)));
  const auc = mean(Float64Array.from(areas));
  const weights = weigh();
  const inflation = alikeness(weights);
  const quantile = thresholdQuantile(FALSE_ALARMS / coordinates.length, inflation);
  const threshold = 0.5 + quantile * Math.sqrt(inflation) * errorOf(0.5, referenceRows, rows);
  const reach = NORMAL_95 * Math.sqrt(inflation) * errorOf(auc, referenceRows, rows);
  return {
    method: 'domain_classifier',
    auc,
    lower: Math.max(0, auc - reach),
    upper: Math.min(1, auc + reach),
    threshold,
    drifted: auc >= threshold,
    severity: Math.max(0, (auc - 0.5) / (threshold - 0.5)),
    referenceRows,
    rows,
    clues: cluesOf(weights),
  };
}

/** The standard error of an area by Hanley and McNeil; for an area of 0.5 nearly that of the Mann-Whitney statistic. */
function errorOf(auc: number, negatives: number, positives: number): number {
  const [q1, q2] = [auc / (2 - auc), (2 * auc * auc) / (1 + auc)];
  const variance = auc * (1 - auc) + (positives - 1) * (q1 - auc * auc) + (negatives - 1) * (q2 - auc * auc);
  return Math.sqrt(Math.max(0, variance) / (negatives * positives));
}

/**
 * The upper quantile of the normal distribution; where the error is that of the means of the folds, of Student's t with their
 * degrees of freedom, to first order (R. A. Fisher and E. A. Cornish 1960).
 */
function thresholdQuantile(tail: number, inflation: number): number {
  const z = normalQuantile(tail);
  return z + ((1 - 1 / inflation) * (z ** 3 + z)) / (4 * 2 * (FOLDS - 1));
}

/** Newton's method on the tail, from an asymptotic start. */
function normalQuantile(tail: number): number {
  let z = Math.sqrt(-2 * Math.log(tail));
  for (let step = 0; step < 50; step++) z += (normalTail(z) - tail) / density(z);
  return z;
}

function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** The first row of each fold. */
function foldStarts(first: number, rows: number): number[] {
  return Array.from({ length: FOLDS }, (_, fold) => first + Math.ceil((fold * rows) / FOLDS));
}

/** How much more the difference of means varies than with independent rows: the mean over what separates the rows. */
function alikeness(weights: readonly CentroidWeight[]): number {
  const total = weights.reduce((sum, { gain }) => sum + gain, 0);
  if (total === 0) return 1;
  return weights.reduce((sum, { gain, inflation }) => sum + gain * inflation, 0) / total;
}

/** The area over the rows of a fold, by weights that were learned without it. */
function foldArea(starts: readonly number[], fold: number, weights: readonly CentroidWeight[]): number {
  const isWindow: number[] = [];
  const scores: number[] = [];
  for (const part of [fold, fold + FOLDS]) {
    const end = starts[part + 1] ?? 0;
    for (let row = starts[part] ?? 0; row < end; row++) {
      isWindow.push(Number(part >= FOLDS));
      let score = 0;
      for (const { coordinate, weight } of weights) score += weight * valueAt(coordinate, row);
      scores.push(score);
    }
  }
  return rocAuc(isWindow, scores);
}

function cluesOf(weights: readonly CentroidWeight[]): DomainClue[] {
  const gains = new Map<string, { readonly columns: readonly string[]; readonly gain: number }>();
  for (const { coordinate, gain } of weights) {
    const key = JSON.stringify(coordinate.columns);
    gains.set(key, { columns: coordinate.columns, gain: gain + (gains.get(key)?.gain ?? 0) });
  }
  const total = weights.reduce((sum, { gain }) => sum + gain, 0);
  return [...gains.values()]
    .sort((one, other) => other.gain - one.gain)
    .slice(0, MAX_CLUES)
    .map(({ columns, gain }) => ({ columns, share: gain / total }));
}
