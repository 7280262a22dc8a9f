import { classScores, type Scores } from '../classification.js';
import type { ConfusionCounts } from '../confusion-counts.js';
import type { Mode } from '../drift/drift-test.js';

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
 * negatives alone scores 1. `robust` is strict: the classes are those of the model, a score whose denominator is zero is
 * NaN, and the mean goes over the classes that have one.
 * @throws RangeError in mode `evidently` when two labels occur and the positive class is not among them.
 */
export function windowScores(counts: ConfusionCounts, options: WindowScoreOptions = {}): Scores {
  const { mode = 'robust', positiveClass, fromProbabilities = false } = options;
  if (mode === 'robust') {
    const classes = positiveClass == null ? counts.classes : [positiveClass];
    return definedMean(classes.map((name) => strictScores(counts, name)));
  }
  const present = counts.classes.filter((name) => occurs(counts, name));
  const labels = fromProbabilities ? counts.classes : present;
  if (labels.length !== 2) return definedMean(present.map((name) => classScores(counts.of(name))));
  if (positiveClass == null || !labels.includes(positiveClass)) {
    throw new RangeError('two labels occur, and the positive class is not one of them');
  }
  return classScores(counts.of(positiveClass));
}

/** Scores of one class; NaN where a denominator is zero. */
export function strictScores(counts: ConfusionCounts, name: string): Scores {
  const { tp, fp, fn } = counts.of(name);
  return { precision: tp / (tp + fp), recall: tp / (tp + fn), f1: (2 * tp) / (2 * tp + fp + fn) };
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
export function scoresByLabel(counts: ConfusionCounts): Record<string, Scores> {
  const labels = counts.classes.filter((name) => counts.of(name).tp + counts.of(name).fn > 0);
  return Object.fromEntries(labels.map((name) => [name, classScores(counts.of(name))]));
}

function occurs(counts: ConfusionCounts, name: string): boolean {
  const { tp, fp, fn } = counts.of(name);
  return tp + fp + fn > 0;
}

function definedMean(scores: readonly Scores[]): Scores {
  const over = (name: keyof Scores) => {
    const defined = scores.map((score) => score[name]).filter((value) => !Number.isNaN(value));
    return defined.reduce((sum, value) => sum + value, 0) / defined.length;
  };
  return { precision: over('precision'), recall: over('recall'), f1: over('f1') };
}
