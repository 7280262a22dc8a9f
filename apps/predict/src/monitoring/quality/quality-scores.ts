import {
  accuracy,
  averageScores,
  ConfusionCounts,
  MultiLabelCounts,
  RegressionErrors,
  type Scores,
} from '@plumbline/evaluation';
import type { ClassificationManifest, Manifest } from '../../models/manifest/index.js';
import { OTHER_CLASS, partsOfText } from '../../models/outcomes/index.js';

/** The scores of labelled predictions; absent where the task does not have them, undefined without rows. */
export interface Quality {
  readonly scores?: Scores;
  readonly accuracy?: number;
  /** In the unit of the target. Of several targets the mean; absent until each has a label. */
  readonly meanAbsoluteError?: number;
  /** The accuracy of each label of a model of several labels. */
  readonly labelAccuracies?: Readonly<Record<string, number | undefined>>;
  /** The mean absolute error of each target of a model of several targets. */
  readonly targetErrors?: Readonly<Record<string, number | undefined>>;
}

/**
 * Scores over labelled predictions that are added and removed. The gauges and `GET /models/{model}/quality` both use it,
 * so their numbers are equal to the last bit on the same rows.
 */
export interface QualityScores {
  /** Values are stored texts. */
  add(actual: string, predicted: string): void;
  remove(actual: string, predicted: string): void;
  quality(): Quality;
}

/** The scores of a manifest's task, without rows. */
export function qualityScores(manifest: Manifest): QualityScores {
  switch (manifest.task) {
    case 'multilabel':
      return new MultilabelScores(manifest);
    case 'regression':
      return manifest.targets === undefined ? new RegressionScores() : new TargetScores(manifest.targets);
    case 'binary':
    case 'multiclass':
    case 'anomaly':
      return new ClassificationScores(manifest);
  }
}

type MultilabelManifest = Extract<Manifest, { task: 'multilabel' }>;

/** Averaged as the manifest says. Actual classes that the model does not know count as one other class, always missed. */
export class ClassificationScores implements QualityScores {
  private readonly known: ReadonlySet<string>;

  constructor(
    private readonly manifest: ClassificationManifest,
    private readonly counts = new ConfusionCounts([...manifest.classes, OTHER_CLASS]),
  ) {
    this.known = new Set(manifest.classes);
  }

  add(actual: string, predicted: string): void {
    this.counts.add(this.known.has(actual) ? actual : OTHER_CLASS, predicted);
  }

  remove(actual: string, predicted: string): void {
    this.counts.remove(this.known.has(actual) ? actual : OTHER_CLASS, predicted);
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

/** Averaged as the manifest says; labels whose actual value is unknown do not count. */
export class MultilabelScores implements QualityScores {
  readonly counts: MultiLabelCounts;

  constructor(private readonly manifest: MultilabelManifest) {
    this.counts = new MultiLabelCounts(manifest.classes);
  }

  add(actual: string, predicted: string): void {
    this.counts.add(partsOfText(actual), partsOfText(predicted));
  }

  remove(actual: string, predicted: string): void {
    this.counts.remove(partsOfText(actual), partsOfText(predicted));
  }

  quality(): Quality {
    const accuracies = this.manifest.classes.map(
      (name, place) => [name, this.counts.accuracyOf(place)] as const,
    );
    return {
      scores: this.counts.scores(this.manifest.f1_average),
      labelAccuracies: Object.fromEntries(accuracies),
    };
  }
}

/** The errors of each target; an unknown actual value does not count. */
export class TargetScores implements QualityScores {
  readonly errors: readonly RegressionErrors[];

  constructor(private readonly targets: readonly string[]) {
    this.errors = targets.map(() => new RegressionErrors());
  }

  add(actual: string, predicted: string): void {
    this.each(actual, predicted, (errors, one, other) => errors.add(one, other));
  }

  remove(actual: string, predicted: string): void {
    this.each(actual, predicted, (errors, one, other) => errors.remove(one, other));
  }

  quality(): Quality {
    const errors = this.errors.map(({ meanAbsoluteError }) => meanAbsoluteError);
    return {
      meanAbsoluteError: meanOfAll(errors),
      targetErrors: Object.fromEntries(this.targets.map((name, place) => [name, errors[place]])),
    };
  }

  private each(
    actual: string,
    predicted: string,
    count: (errors: RegressionErrors, actual: number, predicted: number) => void,
  ): void {
    const [one, other] = [partsOfText(actual), partsOfText(predicted)];
    for (const [place, errors] of this.errors.entries()) {
      const [known, given] = [one[place], other[place]];
      if (known != null && given != null) count(errors, known, given);
    }
  }
}

/** Undefined unless every value is defined. */
export function meanOfAll(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 || known.length < values.length
    ? undefined
    : known.reduce((sum, value) => sum + value, 0) / known.length;
}
