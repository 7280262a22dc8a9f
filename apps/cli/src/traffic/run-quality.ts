import { averageScores, ConfusionCounts, RegressionErrors } from '@plumbline/evaluation';
import type { TrafficManifest } from './reference-model.js';

/** A label that predict accepted. */
export interface AcceptedLabel {
  /** The version that made the prediction. */
  readonly version: number;
  readonly predicted: string | number;
  readonly actual: string | number;
}

/** The F1 of a classifier, the mean absolute error of a regression; absent without labels, and while F1 is undefined. */
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
  if (manifest.task === 'regression') {
    const errors = new RegressionErrors();
    return {
      add: ({ actual, predicted }) => errors.add(Number(actual), Number(predicted)),
      remove: ({ actual, predicted }) => errors.remove(Number(actual), Number(predicted)),
      get figure() {
        return errors.meanAbsoluteError;
      },
    };
  }
  const counts = new ConfusionCounts(manifest.classes);
  const options = { average: manifest.f1_average, positiveClass: manifest.positive_class };
  return {
    add: ({ actual, predicted }) => counts.add(String(actual), String(predicted)),
    remove: ({ actual, predicted }) => counts.remove(String(actual), String(predicted)),
    get figure() {
      return averageScores(counts, options).f1;
    },
  };
}
