import type { Outcome } from '@plumbline/client';
import { averageScores, ConfusionCounts, MultiLabelCounts, RegressionErrors } from '@plumbline/evaluation';
import type { TrafficManifest } from './reference-model.js';
import { flagsOf, numbersOf } from './truth.js';

/** A label that predict accepted. */
export interface AcceptedLabel {
  /** The version that made the prediction. */
  readonly version: number;
  readonly predicted: Outcome;
  readonly actual: Outcome;
}

/** The F1 of a classifier, the mean absolute error of a regression, over all targets; absent without labels, and while F1 is undefined. */
export interface QualityFigures {
  /** Over all labels of the run. */
  readonly f1?: number;
  /** Over the last labels of the version that answered last, as many as its feedback window holds. */
  readonly windowF1?: number;
  readonly meanAbsoluteError?: number;
  readonly windowMeanAbsoluteError?: number;
}

/** Counts of labelled predictions, and the figure that they lead to. */
interface Counts {
  add(label: AcceptedLabel): void;
  remove(label: AcceptedLabel): void;
  readonly figure: number | undefined;
}

/** The quality of the answers: over the whole run, and over the feedback window of the version that answered last. */
export class RunQuality {
  private readonly all: Counts;
  private readonly windows = new Map<number, FeedbackWindow>();
  private last: FeedbackWindow | undefined;

  constructor(private readonly manifest: TrafficManifest) {
    this.all = countsFor(manifest);
  }

  add(label: AcceptedLabel): void {
    this.all.add(label);
    this.last = this.windows.get(label.version) ?? new FeedbackWindow(this.manifest);
    this.windows.set(label.version, this.last);
    this.last.add(label);
  }

  get figures(): QualityFigures {
    if (this.last === undefined) return {};
    const [all, window] = [this.all.figure, this.last.counts.figure];
    return this.manifest.task === 'regression'
      ? { meanAbsoluteError: all, windowMeanAbsoluteError: window }
      : { f1: all, windowF1: window };
  }
}

class FeedbackWindow {
  readonly counts: Counts;
  private readonly size: number;
  private readonly labels: AcceptedLabel[] = [];

  constructor(manifest: TrafficManifest) {
    this.size = manifest.windows.feedback.size;
    this.counts = countsFor(manifest);
  }

  add(label: AcceptedLabel): void {
    this.counts.add(label);
    this.labels.push(label);
    const oldest = this.labels.length > this.size ? this.labels.shift() : undefined;
    if (oldest !== undefined) this.counts.remove(oldest);
  }
}

function countsFor(manifest: TrafficManifest): Counts {
  if (manifest.task === 'regression') return errorCounts();
  if (manifest.task === 'multilabel') return labelCounts(manifest.classes, manifest.f1_average);
  const { classes, f1_average: average, positive_class: positiveClass } = manifest;
  return classCounts(classes, { average, positiveClass });
}

function errorCounts(): Counts {
  const errors = new RegressionErrors();
  const each = ({ actual, predicted }: AcceptedLabel, count: (actual: number, predicted: number) => void) => {
    const guesses = numbersOf(predicted);
    for (const [target, value] of Object.entries(numbersOf(actual))) count(value, guesses[target] ?? NaN);
  };
  return {
    add: (label) => each(label, (actual, predicted) => errors.add(actual, predicted)),
    remove: (label) => each(label, (actual, predicted) => errors.remove(actual, predicted)),
    get figure() {
      return errors.meanAbsoluteError;
    },
  };
}

function labelCounts(labels: readonly string[], average: Parameters<MultiLabelCounts['scores']>[0]): Counts {
  const counts = new MultiLabelCounts(labels);
  const flags = (truth: Outcome) => flagsOf(truth, labels);
  return {
    add: ({ actual, predicted }) => counts.add(flags(actual), flags(predicted)),
    remove: ({ actual, predicted }) => counts.remove(flags(actual), flags(predicted)),
    get figure() {
      return counts.total === 0 ? undefined : counts.scores(average).f1;
    },
  };
}

function classCounts(classes: readonly string[], options: Parameters<typeof averageScores>[1]): Counts {
  const counts = new ConfusionCounts(classes);
  return {
    add: ({ actual, predicted }) => counts.add(nameOf(actual), nameOf(predicted)),
    remove: ({ actual, predicted }) => counts.remove(nameOf(actual), nameOf(predicted)),
    get figure() {
      return averageScores(counts, options).f1;
    },
  };
}

/** A class, which may be a number. */
function nameOf(outcome: Outcome): string {
  return typeof outcome === 'object' ? JSON.stringify(outcome) : String(outcome);
}
