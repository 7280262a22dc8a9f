import { averagePrecision, rocAuc } from '../quality/index.js';
import type { ByMetric } from './estimated-metric.js';

/** The rows of one class against the rest: 1 and 0, and the scores that rank them. */
export interface ClassOutcomes {
  readonly scores: Float64Array;
  readonly predicted: Float64Array;
  readonly actual: Float64Array;
}

/** The confusion counts of such rows. */
export interface OutcomeCounts {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly tn: number;
}

/** Counts the four outcomes. */
export function countOutcomes({ predicted, actual }: ClassOutcomes): OutcomeCounts {
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  actual.forEach((happened, row) => {
    if (predicted[row]) counts[happened ? 'tp' : 'fp']++;
    else counts[happened ? 'fn' : 'tn']++;
  });
  return counts;
}

/** The rows from `start` to before `end`. */
export function sliceOutcomes(rows: ClassOutcomes, start: number, end: number): ClassOutcomes {
  return {
    scores: rows.scores.subarray(start, end),
    predicted: rows.predicted.subarray(start, end),
    actual: rows.actual.subarray(start, end),
  };
}

/**
 * The metrics of labelled rows, as NannyML computes them on chunks of the reference: precision, recall and F1 are NaN where
 * only one outcome occurs or only one is predicted.
 */
export function realisedBinary(rows: ClassOutcomes): ByMetric<number> {
  const { tp, fp, fn, tn } = countOutcomes(rows);
  const isPoor = tp + fn === 0 || fp + tn === 0 || tp + fp === 0 || fn + tn === 0;
  const unlessPoor = (value: number) => (isPoor ? NaN : value || 0);
  return {
    rocAuc: rocAuc(rows.actual, rows.scores),
    averagePrecision: averagePrecision(rows.actual, rows.scores),
    accuracy: (tp + tn) / rows.actual.length,
    precision: unlessPoor(tp / (tp + fp)),
    recall: unlessPoor(tp / (tp + fn)),
    specificity: tn / (tn + fp),
    f1: unlessPoor((2 * tp) / (2 * tp + fp + fn)),
  };
}

/**
 * The metrics of labelled rows of several classes: the mean over the classes, each against the rest. Accuracy is the share of
 * correct rows.
 * @param classes the rows as every class sees them.
 */
export function realisedMulticlass(classes: readonly ClassOutcomes[]): ByMetric<number> {
  const counts = classes.map(countOutcomes);
  const hasOneOutcome = counts.filter(({ tp, fn }) => tp + fn > 0).length <= 1;
  const hasOnePrediction = counts.filter(({ tp, fp }) => tp + fp > 0).length <= 1;
  const unlessPoor = (value: number) => (hasOneOutcome || hasOnePrediction ? NaN : value);
  const rows = classes[0]?.actual.length ?? 0;
  return {
    rocAuc: meanOver(classes, ({ actual, scores }) => rocAuc(actual, scores)),
    averagePrecision: hasOneOutcome
      ? NaN
      : meanOver(classes, ({ actual, scores }) => averagePrecision(actual, scores)),
    accuracy: unlessPoor(counts.reduce((sum, { tp }) => sum + tp, 0) / rows),
    precision: unlessPoor(meanOver(counts, ({ tp, fp }) => tp / (tp + fp) || 0)),
    recall: unlessPoor(meanOver(counts, ({ tp, fn }) => tp / (tp + fn) || 0)),
    specificity: unlessPoor(meanOver(counts, ({ tn, fp }) => tn / (tn + fp))),
    f1: unlessPoor(meanOver(counts, ({ tp, fp, fn }) => (2 * tp) / (2 * tp + fp + fn) || 0)),
  };
}

function meanOver<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0) / items.length;
}
