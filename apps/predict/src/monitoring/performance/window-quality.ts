import {
  accuracy,
  type AverageScores,
  averageScores,
  ConfusionCounts,
  RegressionErrors,
} from '@plumbline/evaluation';
import type { ClassificationManifest, Manifest, RegressionManifest } from '../../models/manifest/index.js';
import { FeedbackWindow } from './feedback-window.js';
import type { LabelledPrediction } from './labelled-prediction.js';

/** What a window says of its model version; absent where it has no meaning or is undefined. */
export interface Quality {
  readonly scores?: AverageScores;
  readonly accuracy?: number;
  /** In the unit of the target. */
  readonly meanAbsoluteError?: number;
}

/** The feedback window of one model version and the quality over it. */
export interface WindowQuality {
  readonly size: number;
  readonly rows: number;
  /** The last position that has left the window. */
  readonly passed: number;
  /** Lets go of every row up to a position. */
  passTo(position: number): void;
  apply(labelled: LabelledPrediction): void;
  quality(): Quality;
}

/** An empty window of the size and the kind that the manifest asks for. */
export function windowQuality(manifest: Manifest): WindowQuality {
  return manifest.task === 'regression' ? new RegressionWindow(manifest) : new ClassificationWindow(manifest);
}

class ClassificationWindow implements WindowQuality {
  private readonly counts: ConfusionCounts;
  private readonly window: FeedbackWindow<string>;

  constructor(private readonly manifest: ClassificationManifest) {
    this.counts = new ConfusionCounts(manifest.classes);
    this.window = new FeedbackWindow(manifest.windows.feedback.size, this.counts);
  }

  get size(): number {
    return this.window.size;
  }

  get rows(): number {
    return this.window.rows;
  }

  get passed(): number {
    return this.window.passed;
  }

  passTo(position: number): void {
    this.window.passTo(position);
  }

  apply(labelled: LabelledPrediction): void {
    this.window.apply(labelled);
  }

  quality(): Quality {
    const { f1_average: average, positive_class: positiveClass } = this.manifest;
    return {
      scores: averageScores(this.counts, { average, positiveClass }),
      accuracy: accuracy(this.counts),
    };
  }
}

class RegressionWindow implements WindowQuality {
  private readonly errors = new RegressionErrors();
  private readonly window: FeedbackWindow<number>;

  constructor({ windows }: RegressionManifest) {
    this.window = new FeedbackWindow(windows.feedback.size, this.errors);
  }

  get size(): number {
    return this.window.size;
  }

  get rows(): number {
    return this.window.rows;
  }

  get passed(): number {
    return this.window.passed;
  }

  passTo(position: number): void {
    this.window.passTo(position);
  }

  apply({ position, revision, predicted, actual }: LabelledPrediction): void {
    this.window.apply({ position, revision, predicted: Number(predicted), actual: Number(actual) });
  }

  quality(): Quality {
    return { meanAbsoluteError: this.errors.meanAbsoluteError };
  }
}
