import { averagePrecision, rocAuc } from '../quality/index.js';
import { byMetric, type ByMetric } from './estimated-metric.js';

/** Rows of one class against the rest: 1 and 0, and the score that ranks them. */
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

/** Counts what was found and missed. */
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
 * The metrics of rows whose labels are known, as NannyML realises them on chunks of the reference: NaN where only one
 * outcome occurs or only one was predicted and the metric would not mean much.
 */
export function realisedBinary(rows: ClassOutcomes): ByMetric<number> {
  const { tp, fp, fn, tn } = countOutcomes(rows);
  const oneOutcome = tp + fn === 0 || fp + tn === 0;
  const onePrediction = tp + fp === 0 || fn + tn === 0;
  const unlessPoor = (value: number) => (oneOutcome || onePrediction ? NaN : value || 0);
  const values = {
    rocAuc: rocAuc(rows.actual, rows.scores),
    averagePrecision: averagePrecision(rows.actual, rows.scores),
    accuracy: (tp + tn) / rows.actual.length,
    precision: unlessPoor(tp / (tp + fp)),
    recall: unlessPoor(tp / (tp + fn)),
    specificity: tn / (tn + fp),
    f1: unlessPoor((2 * tp) / (2 * tp + fp + fn)),
  };
  return byMetric((metric) => values[metric]);
}

/**
 * The metrics of rows of several classes, each class against the rest and the mean of them; accuracy is the share of
 * right rows.
 * @param classes the rows as every class sees them.
 */
export function realisedMulticlass(classes: readonly ClassOutcomes[]): ByMetric<number> {
  const counts = classes.map(countOutcomes);
  const oneOutcome = counts.filter(({ tp, fn }) => tp + fn > 0).length <= 1;
  const onePrediction = counts.filter(({ tp, fp }) => tp + fp > 0).length <= 1;
  const rows = classes[0]!.actual.length;
  const poor = oneOutcome || onePrediction;
  const mean = (of: (index: number) => number) =>
    counts.reduce((sum, _, index) => sum + of(index), 0) / counts.length;
  const values = {
    rocAuc: mean((index) => rocAuc(classes[index]!.actual, classes[index]!.scores)),
    averagePrecision: oneOutcome
      ? NaN
      : mean((index) => averagePrecision(classes[index]!.actual, classes[index]!.scores)),
    accuracy: poor ? NaN : counts.reduce((sum, { tp }) => sum + tp, 0) / rows,
    precision: poor ? NaN : mean((index) => counts[index]!.tp / (counts[index]!.tp + counts[index]!.fp) || 0),
    recall: poor ? NaN : mean((index) => counts[index]!.tp / (counts[index]!.tp + counts[index]!.fn) || 0),
    specificity: poor ? NaN : mean((index) => counts[index]!.tn / (counts[index]!.tn + counts[index]!.fp)),
    f1: poor
      ? NaN
      : mean((index) => {
          const { tp, fp, fn } = counts[index]!;
          return (2 * tp) / (2 * tp + fp + fn) || 0;
        }),
  };
  return byMetric((metric) => values[metric]);
}
