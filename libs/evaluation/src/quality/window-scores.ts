import type { Mode } from '../comparison/index.js';
import { averageScores, type Scores, type ZeroFilledScores, zeroFilledScores } from './classification.js';
import { ConfusionCounts } from './confusion-counts.js';

/** Which class counts as positive, and how labels are treated. */
export interface WindowScoreOptions {
  /** `robust` by default. */
  readonly mode?: Mode;
  /** The positive class of a binary model; without it the mean over the classes is taken. */
  readonly positiveClass?: string | null;
  /** Whether labels come of probabilities: Evidently then counts every class as a label, also one that does not occur. */
  readonly fromProbabilities?: boolean;
}

/**
 * Precision, recall and F1 of a window. `evidently` lets the labels that happen to occur decide: two of them give the
 * scores of the positive class, any other number the mean over those that occur, so that a window of rightly predicted
 * negatives alone scores 1. `robust` goes by the model: the scores of its positive class, else the macro average, as
 * `averageScores` has them.
 * @throws RangeError in mode `evidently` when two labels occur and the positive class is not among them.
 */
export function windowScores(counts: ConfusionCounts, options: WindowScoreOptions = {}): Scores {
  const { mode = 'robust', positiveClass, fromProbabilities = false } = options;
  if (mode === 'robust') {
    return averageScores(counts, { average: positiveClass == null ? 'macro' : 'binary', positiveClass });
  }
  const present = counts.classes.filter((name) => occurs(counts, name));
  const labels = fromProbabilities ? counts.classes : present;
  if (labels.length !== 2) return averageScores(counts, { average: 'macro' });
  if (positiveClass == null || !labels.includes(positiveClass)) {
    throw new RangeError('two labels occur, and the positive class is not one of them');
  }
  return zeroFilledScores(counts.of(positiveClass));
}

/** How often a class was found, and missed: the rates of the confusion matrix, NaN where a denominator is zero. */
export interface Rates {
  readonly truePositiveRate: number;
  readonly trueNegativeRate: number;
  readonly falsePositiveRate: number;
  readonly falseNegativeRate: number;
}

/** The rates of one class against the rest. */
export function rates(counts: ConfusionCounts, name: string): Rates {
  const { tp, fp, fn } = counts.of(name);
  const tn = counts.total - tp - fp - fn;
  return {
    truePositiveRate: tp / (tp + fn),
    trueNegativeRate: tn / (tn + fp),
    falsePositiveRate: fp / (fp + tn),
    falseNegativeRate: fn / (fn + tp),
  };
}

/** The scores of every class that occurs as truth, a zero denominator giving 0: Evidently's metrics by label. */
export function scoresByLabel(counts: ConfusionCounts): Record<string, ZeroFilledScores> {
  const labels = counts.classes.filter((name) => counts.of(name).tp + counts.of(name).fn > 0);
  return Object.fromEntries(labels.map((name) => [name, zeroFilledScores(counts.of(name))]));
}

function occurs(counts: ConfusionCounts, name: string): boolean {
  const { tp, fp, fn } = counts.of(name);
  return tp + fp + fn > 0;
}
