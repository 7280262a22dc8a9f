import {
  accuracy,
  type AverageScores,
  averageScores,
  ConfusionCounts,
  RegressionErrors,
} from '@plumbline/evaluation';
import type { ClassificationManifest, Manifest } from '../../models/manifest/index.js';

/** The scores of labelled predictions; absent where the task does not have them, undefined without rows. */
export interface Quality {
  readonly scores?: AverageScores;
  readonly accuracy?: number;
  /** In the unit of the target. */
  readonly meanAbsoluteError?: number;
}

/**
 * Scores over labelled predictions that are added and removed. The gauges and `GET /models/{model}/quality` both use it,
 * so their numbers are equal to the last bit on the same rows.
 */
export interface QualityScores {
  /** Values are classes, or the decimal texts of numbers. */
  add(actual: string, predicted: string): void;
  remove(actual: string, predicted: string): void;
  quality(): Quality;
}

/** The scores of a manifest's task, without rows. */
export function qualityScores(manifest: Manifest): QualityScores {
  return manifest.task === 'regression' ? new RegressionScores() : new ClassificationScores(manifest);
}

/** Averaged as the manifest says. */
export class ClassificationScores implements QualityScores {
  constructor(
    private readonly manifest: ClassificationManifest,
    private readonly counts = new ConfusionCounts(manifest.classes),
  ) {}

  add(actual: string, predicted: string): void {
    this.counts.add(actual, predicted);
  }

  remove(actual: string, predicted: string): void {
    this.counts.remove(actual, predicted);
  }

  quality(): Required<Pick<Quality, 'scores'>> & Pick<Quality, 'accuracy'> {
    const { f1_average: average, positive_class: positiveClass } = this.manifest;
    return {
      scores: averageScores(this.counts, { average, positiveClass }),
      accuracy: accuracy(this.counts),
    };
  }
}

/** The errors of a regression. */
export class RegressionScores implements QualityScores {
  readonly errors = new RegressionErrors();

  add(actual: string, predicted: string): void {
    this.errors.add(Number(actual), Number(predicted));
  }

  remove(actual: string, predicted: string): void {
    this.errors.remove(Number(actual), Number(predicted));
  }

  quality(): Pick<Quality, 'meanAbsoluteError'> {
    return { meanAbsoluteError: this.errors.meanAbsoluteError };
  }
}
