import { type ClassCounts, ConfusionCounts, ConfusionMatrix, sumCounts } from './confusion-counts.js';

/** How class scores are combined: `binary` takes the positive class, the others average over the classes. */
export type Average = 'binary' | 'macro' | 'micro' | 'weighted';

/**
 * Precision, recall and F1, each from 0 to 1. Undefined where the denominator is 0: the precision of a class that was never
 * predicted, the recall of a class that is never the truth, the F1 of a class that is neither.
 */
export interface Scores {
  readonly precision: number | undefined;
  readonly recall: number | undefined;
  readonly f1: number | undefined;
}

/** Scores averaged over classes. */
export interface AverageScores extends Scores {
  /** The number of classes that count: those that are the truth or the prediction of a row; at most 1 for `binary`. */
  readonly coveredClasses: number;
}

/** Scores with 0 in place of undefined. */
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

/** The scores of one class with 0 in place of undefined: scikit-learn's `zero_division=0`. */
export function zeroFilledScores(counts: ClassCounts): ZeroFilledScores {
  const { precision = 0, recall = 0, f1 = 0 } = classScores(counts);
  return { precision, recall, f1 };
}

/**
 * Averages scores over classes, as scikit-learn's `precision_recall_fscore_support` does. `binary` gives the scores of the
 * positive class. The other averages cover the classes that are the truth or the prediction of a row, and count an
 * undefined precision or recall as 0, which is scikit-learn's default; `weighted` weights each class by how often it is the
 * truth. Undefined without rows.
 * @throws RangeError when `binary` has no positive class.
 */
export function averageScores(counts: ConfusionCounts, options: ScoreOptions): AverageScores {
  const covered = coveredCounts(counts, options);
  return { ...scoresOf(covered, options.average), coveredClasses: covered.length };
}

function coveredCounts(counts: ConfusionCounts, options: ScoreOptions): readonly ClassCounts[] {
  return scoredClasses(counts, options)
    .map((name) => counts.of(name))
    .filter(occurs);
}

function scoredClasses(
  { classes }: ConfusionCounts,
  { average, positiveClass }: ScoreOptions,
): readonly string[] {
  if (average !== 'binary') return classes;
  if (positiveClass == null) throw new RangeError('the binary average needs a positive class');
  return [positiveClass];
}

function scoresOf(covered: readonly ClassCounts[], average: Average): Scores {
  if (covered.length === 0) return { precision: undefined, recall: undefined, f1: undefined };
  switch (average) {
    case 'binary':
    case 'micro':
      return classScores(sumCounts(covered));
    case 'macro':
      return mean(covered, () => 1);
    case 'weighted':
      return mean(covered, ({ tp, fn }) => tp + fn);
  }
}

/** The share of rows whose class was predicted correctly; undefined without rows. */
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

/** Whether a class is the truth or the prediction of a row. */
export function occurs({ tp, fp, fn }: ClassCounts): boolean {
  return tp + fp + fn > 0;
}

function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

/**
 * Matthews' correlation coefficient, for many classes R_K (J. Gorodkin, "Comparing two K-category assignments by a
 * K-category correlation coefficient", 2004): 1 is perfect, 0 no better than chance. 0 when all rows
 * have one actual or one predicted class, as in scikit-learn; undefined without rows.
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

/**
 * Cohen's kappa: the agreement of actual and predicted classes beyond chance, from -1 to 1 (J. Cohen, "A Coefficient of
 * Agreement for Nominal Scales", 1960). Undefined where all rows have one class, and without rows.
 */
export function cohenKappa(counts: ConfusionCounts): number | undefined {
  const { total, correct } = counts;
  if (total === 0) return undefined;
  let products = 0;
  for (const name of counts.classes) {
    const { tp, fp, fn } = counts.of(name);
    products += (tp + fn) * (tp + fp);
  }
  const chance = products / total;
  return ratio(correct - chance, total - chance);
}

/**
 * F-beta of one class, (1 + β²)tp / ((1 + β²)tp + β²fn + fp): recall counts β times as much as precision. Undefined where the
 * class is neither the truth nor the prediction of a row.
 */
export function fBeta({ tp, fp, fn }: ClassCounts, beta: number): number | undefined {
  const square = beta * beta;
  return ratio((1 + square) * tp, (1 + square) * tp + square * fn + fp);
}

/** F-beta averaged as `averageScores` averages F1: scikit-learn's `fbeta_score`. @throws RangeError as it does. */
export function averageFBeta(
  counts: ConfusionCounts,
  beta: number,
  options: ScoreOptions,
): number | undefined {
  const covered = coveredCounts(counts, options);
  if (options.average === 'binary' || options.average === 'micro') return fBeta(sumCounts(covered), beta);
  const weights = covered.map(({ tp, fn }) => (options.average === 'macro' ? 1 : tp + fn));
  const sum = covered.reduce(
    (total, one, index) => total + (weights[index] ?? NaN) * (fBeta(one, beta) ?? 0),
    0,
  );
  return ratio(
    sum,
    weights.reduce((total, weight) => total + weight, 0),
  );
}

/** The mean recall of the classes that occur as truth; undefined without rows. */
export function balancedAccuracy(matrix: ConfusionMatrix): number | undefined {
  const recalls = matrix.classes
    .map((name) => matrix.of(name))
    .filter(({ tp, fn }) => tp + fn > 0)
    .map(({ tp, fn }) => tp / (tp + fn));
  return recalls.length === 0 ? undefined : recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
}
