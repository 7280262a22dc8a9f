import type { Mode } from '../comparison/index.js';
import {
  averageScores,
  occurs,
  type Scores,
  type ZeroFilledScores,
  zeroFilledScores,
} from './classification.js';
import { ConfusionCounts } from './confusion-counts.js';

/** Which class is positive, and how labels are treated. */
export interface WindowScoreOptions {
  /** `robust` by default. */
  readonly mode?: Mode;
  /** The positive class of a binary model; without it the mean over the classes is taken. */
  readonly positiveClass?: string | null;
  /** Whether labels come from probabilities: Evidently then counts every class as a label, even one that does not occur. */
  readonly fromProbabilities?: boolean;
}

/**
 * Precision, recall and F1 of a window. In mode `evidently` the labels that occur decide: two labels give the scores of the
 * positive class, any other number gives the mean over them, so a window of correctly predicted negatives scores 1. In mode
 * `robust` the model decides: the scores of its positive class, or the macro average, both as `averageScores` computes them.
 * @throws RangeError in mode `evidently` when two labels occur and the positive class is not among them.
 */
export function windowScores(counts: ConfusionCounts, options: WindowScoreOptions = {}): Scores {
  const { mode = 'robust', positiveClass, fromProbabilities = false } = options;
  if (mode === 'robust') {
    return averageScores(counts, { average: positiveClass == null ? 'macro' : 'binary', positiveClass });
  }
  const present = counts.classes.filter((name) => occurs(counts.of(name)));
  const labels = fromProbabilities ? counts.classes : present;
  if (labels.length !== 2) return averageScores(counts, { average: 'macro' });
  if (positiveClass == null || !labels.includes(positiveClass)) {
    throw new RangeError('two labels occur, and the positive class is not one of them');
  }
  return zeroFilledScores(counts.of(positiveClass));
}

/** The rates of a confusion matrix; NaN where a denominator is zero. */
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

/** The scores of every class that occurs as truth, 0 for a zero denominator: Evidently's metrics by label. */
export function scoresByLabel(counts: ConfusionCounts): Record<string, ZeroFilledScores> {
  const labels = counts.classes.filter((name) => counts.of(name).tp + counts.of(name).fn > 0);
  return Object.fromEntries(labels.map((name) => [name, zeroFilledScores(counts.of(name))]));
}
