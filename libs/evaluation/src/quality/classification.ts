import { type ClassCounts, ConfusionCounts, ConfusionMatrix } from './confusion-counts.js';

/** How the scores of the classes become one: those of the positive class, or a mean over the classes. */
export type Average = 'binary' | 'macro' | 'micro' | 'weighted';

/**
 * Precision, recall and F1, each from 0 to 1. Undefined where the denominator is 0: precision of a class that was never
 * predicted, recall of one that is never the truth, F1 of one that is neither.
 */
export interface Scores {
  readonly precision: number | undefined;
  readonly recall: number | undefined;
  readonly f1: number | undefined;
}

/** Scores averaged over classes. */
export interface AverageScores extends Scores {
  /** How many classes they cover: those that are the truth or the prediction of a row, of `binary` the positive class alone. */
  readonly coveredClasses: number;
}

/** The scores where 0 stands for what is undefined. */
export type ZeroFilledScores = { readonly [Name in keyof Scores]: number };

/** What to average over. */
export interface ScoreOptions {
  readonly average: Average;
  /** The class that `binary` scores. */
  readonly positiveClass?: string | null;
}

/** Precision tp/(tp+fp), recall tp/(tp+fn) and F1 2tp/(2tp+fp+fn) of one class. */
export function classScores({ tp, fp, fn }: ClassCounts): Scores {
  return { precision: ratio(tp, tp + fp), recall: ratio(tp, tp + fn), f1: ratio(2 * tp, 2 * tp + fp + fn) };
}

/** The same scores with 0 for what is undefined: scikit-learn's `zero_division=0`. */
export function zeroFilledScores(counts: ClassCounts): ZeroFilledScores {
  const { precision = 0, recall = 0, f1 = 0 } = classScores(counts);
  return { precision, recall, f1 };
}

/**
 * The averaged scores, equal to those of scikit-learn's `precision_recall_fscore_support`; `weighted` weighs each class by
 * how often it is the truth. `binary` is undefined where the score of the positive class is. The means cover the classes
 * that are the truth or the prediction of a row; there an undefined precision or recall counts as 0, which is
 * scikit-learn's default. All are undefined without rows.
 * @throws RangeError when `binary` has no positive class.
 */
export function averageScores(counts: ConfusionCounts, options: ScoreOptions): AverageScores {
  const { average, positiveClass } = options;
  if (average === 'binary' && positiveClass == null) {
    throw new RangeError('the binary average needs a positive class');
  }
  const names = average === 'binary' ? [positiveClass!] : counts.classes;
  const covered = names.map((name) => counts.of(name)).filter(occurs);
  return { ...scoresOf(covered, average), coveredClasses: covered.length };
}

function scoresOf(covered: readonly ClassCounts[], average: Average): Scores {
  if (covered.length === 0) return { precision: undefined, recall: undefined, f1: undefined };
  switch (average) {
    case 'binary':
    case 'micro':
      return classScores(covered.reduce(plus));
    case 'macro':
      return mean(covered, () => 1);
    case 'weighted':
      return mean(covered, ({ tp, fn }) => tp + fn);
  }
}

/** Share of rows whose class was rightly given; undefined without rows. */
export function accuracy(counts: ConfusionCounts): number | undefined {
  const { total } = counts;
  return total === 0 ? undefined : counts.correct / total;
}

function mean(classes: readonly ClassCounts[], weightOf: (counts: ClassCounts) => number): Scores {
  const weighted = classes.map((counts) => ({ weight: weightOf(counts), scores: zeroFilledScores(counts) }));
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

function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

/**
 * Matthews' correlation coefficient, for many classes R_K (J. Gorodkin, "Comparing two K-category assignments by a
 * K-category correlation coefficient", 2004): 1 is perfect, 0 no better than chance. 0 when a side has one class alone,
 * as in scikit-learn; undefined without rows.
 */
export function matthewsCorrelation(matrix: ConfusionMatrix): number | undefined {
  const { total, correct } = matrix;
  if (total === 0) return undefined;
  let [products, actualSquares, predictedSquares] = [0, 0, 0];
  for (const name of matrix.classes) {
    const { tp, fp, fn } = matrix.of(name);
    products += (tp + fn) * (tp + fp);
    actualSquares += (tp + fn) ** 2;
    predictedSquares += (tp + fp) ** 2;
  }
  const spread = (total ** 2 - actualSquares) * (total ** 2 - predictedSquares);
  return spread === 0 ? 0 : (correct * total - products) / Math.sqrt(spread);
}

/** The mean recall of the classes that occur as truth; undefined without rows. */
export function balancedAccuracy(matrix: ConfusionMatrix): number | undefined {
  const recalls = matrix.classes
    .map((name) => matrix.of(name))
    .filter(({ tp, fn }) => tp + fn > 0)
    .map(({ tp, fn }) => tp / (tp + fn));
  return recalls.length === 0 ? undefined : recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
}
