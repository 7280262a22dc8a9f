import type { ClassCounts, ConfusionCounts } from './confusion-counts.js';

/** How the scores of the classes become one: those of the positive class, or a mean over the classes. */
export type Average = 'binary' | 'macro' | 'micro' | 'weighted';

/** Precision, recall and F1, each from 0 to 1; 0 where its denominator is 0 (zero_division 0). */
export interface Scores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** What to average over. */
export interface ScoreOptions {
  readonly average: Average;
  /** The class that `binary` scores. */
  readonly positiveClass?: string | null;
  /**
   * Classes that the mean goes over. `all`, the default, is scikit-learn with `labels=` and stays comparable from
   * window to window; `occurring` leaves out those that are neither truth nor prediction, as it does without.
   */
  readonly over?: 'all' | 'occurring';
}

/** Precision tp/(tp+fp), recall tp/(tp+fn) and F1 2tp/(2tp+fp+fn) of one class. */
export function classScores({ tp, fp, fn }: ClassCounts): Scores {
  return { precision: ratio(tp, tp + fp), recall: ratio(tp, tp + fn), f1: ratio(2 * tp, 2 * tp + fp + fn) };
}

/**
 * The averaged scores, equal to scikit-learn's `precision_recall_fscore_support` with `zero_division=0`; `weighted`
 * weighs each class by how often it is the truth. Undefined without rows.
 * @throws RangeError when `binary` has no positive class.
 */
export function averageScores(counts: ConfusionCounts, options: ScoreOptions): Scores | undefined {
  const { average, positiveClass, over = 'all' } = options;
  if (counts.total === 0) return undefined;
  const classes = counts.classes
    .map((name) => counts.of(name))
    .filter((one) => over === 'all' || occurs(one));
  switch (average) {
    case 'binary':
      if (positiveClass == null) throw new RangeError('the binary average needs a positive class');
      return classScores(counts.of(positiveClass));
    case 'micro':
      return classScores(classes.reduce(plus));
    case 'macro':
      return mean(classes, () => 1);
    case 'weighted':
      return mean(classes, ({ tp, fn }) => tp + fn);
  }
}

/** Share of rows whose class was rightly given; undefined without rows. */
export function accuracy(counts: ConfusionCounts): number | undefined {
  const { total } = counts;
  return total === 0 ? undefined : counts.correct / total;
}

function mean(classes: readonly ClassCounts[], weightOf: (counts: ClassCounts) => number): Scores {
  const weighted = classes.map((counts) => ({ weight: weightOf(counts), scores: classScores(counts) }));
  const weights = weighted.reduce((total, { weight }) => total + weight, 0);
  const over = (name: keyof Scores) =>
    weighted.reduce((total, { weight, scores }) => total + weight * scores[name], 0) / weights;
  return { precision: over('precision'), recall: over('recall'), f1: over('f1') };
}

function occurs({ tp, fp, fn }: ClassCounts): boolean {
  return tp + fp + fn > 0;
}

function plus(left: ClassCounts, right: ClassCounts): ClassCounts {
  return { tp: left.tp + right.tp, fp: left.fp + right.fp, fn: left.fn + right.fn };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
