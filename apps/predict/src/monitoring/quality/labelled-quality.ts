import {
  balancedAccuracy,
  type ClassCounts,
  classScores,
  type Confusion,
  ConfusionMatrix,
  matthewsCorrelation,
  regressionQuality,
} from '@plumbline/evaluation';
import type { ClassificationManifest, Manifest } from '../../models/manifest/index.js';
import {
  knownNumber,
  type ProbabilityQuality,
  probabilityQuality,
  type ScoredLabel,
} from './probability-quality.js';
import { OTHER_CLASS, partsOfText } from '../../models/outcomes/index.js';
import { ClassificationScores, meanOfAll, MultilabelScores, RegressionScores } from './quality-scores.js';

/** The quality of a classifier over its labelled predictions; null where it is undefined. */
export interface ClassificationEvaluation {
  readonly task: 'binary' | 'multiclass' | 'anomaly';
  /** Averaged as the manifest says. */
  readonly f1: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly accuracy: number | null;
  readonly balancedAccuracy: number | null;
  readonly matthewsCorrelation: number | null;
  /** Over the labelled predictions whose probabilities are still in the prediction log. */
  readonly probabilities: ProbabilityQuality | null;
  readonly classes: readonly {
    readonly name: string;
    readonly support: number;
    readonly precision: number | null;
    readonly recall: number | null;
    readonly f1: number | null;
  }[];
  /**
   * Rows are actual classes, columns are predicted classes, both in the order of `classes`. The last class is the other one, if a
   * label has a class that the model does not know. Null with more than 100 classes.
   */
  readonly confusion: readonly (readonly number[])[] | null;
  /** The 20 most frequent mistakes; absent in evaluations of earlier releases. */
  readonly confusions?: readonly Confusion[];
}

/** With more classes a matrix is too large to store with every evaluation, and to read. */
const MAX_MATRIX_CLASSES = 100;
const MAX_CONFUSIONS = 20;

/** The quality of a regression over its labelled predictions, in the unit of the target where it has one. */
export interface RegressionEvaluation {
  readonly task: 'regression';
  readonly meanAbsoluteError: number | null;
  readonly rootMeanSquaredError: number | null;
  readonly meanError: number | null;
  readonly meanAbsolutePercentageError: number | null;
  readonly r2: number | null;
  readonly maximumError: number | null;
  /** Of several targets. Then the errors and R² of the model are means over the targets, and the others are null. */
  readonly targets?: readonly TargetEvaluation[];
}

/** The quality of a model of several labels over its labelled predictions; null where it is undefined. */
export interface MultilabelEvaluation {
  readonly task: 'multilabel';
  /** Averaged as the manifest says. */
  readonly f1: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  /** The share of rows whose labels are all correct, over the rows whose labels are all known. */
  readonly subsetAccuracy: number | null;
  /** The share of wrong labels among those that are known. */
  readonly hammingLoss: number | null;
  readonly labels: readonly {
    readonly name: string;
    /** Rows for which it is known whether they have the label. */
    readonly rows: number;
    /** Rows that have the label. */
    readonly support: number;
    readonly accuracy: number | null;
    readonly precision: number | null;
    readonly recall: number | null;
    readonly f1: number | null;
  }[];
}

/** The quality of one target. */
export interface TargetEvaluation {
  readonly name: string;
  readonly rows: number;
  readonly meanAbsoluteError: number | null;
  readonly rootMeanSquaredError: number | null;
  readonly r2: number | null;
}

/** The quality over labelled predictions. */
export type QualityEvaluation = ClassificationEvaluation | MultilabelEvaluation | RegressionEvaluation;

/** The quality over labelled predictions: the scores of the gauges, and more detail. */
export function labelledQuality(manifest: Manifest, rows: readonly ScoredLabel[]): QualityEvaluation {
  switch (manifest.task) {
    case 'multilabel':
      return multilabel(manifest, rows);
    case 'regression':
      return manifest.targets === undefined ? regression(rows) : targets(manifest.targets, rows);
    case 'binary':
    case 'multiclass':
    case 'anomaly':
      return classification(manifest, rows);
  }
}

function classification(
  manifest: ClassificationManifest,
  rows: readonly ScoredLabel[],
): ClassificationEvaluation {
  const known = new Set<string>(manifest.classes);
  const hasOther = rows.some(({ actual }) => !known.has(actual));
  const names = hasOther ? [...manifest.classes, OTHER_CLASS] : [...manifest.classes];
  const matrix = new ConfusionMatrix(names);
  const counted = new ClassificationScores(manifest, matrix);
  for (const { actual, predicted } of rows) counted.add(actual, predicted);
  const { scores, accuracy } = counted.quality();
  return {
    task: manifest.task,
    f1: knownNumber(scores.f1),
    precision: knownNumber(scores.precision),
    recall: knownNumber(scores.recall),
    accuracy: knownNumber(accuracy),
    balancedAccuracy: knownNumber(balancedAccuracy(matrix)),
    matthewsCorrelation: knownNumber(matthewsCorrelation(matrix)),
    probabilities: probabilityQuality(manifest, rows),
    classes: names.map((name) => scoresOf(name, matrix.of(name))),
    confusion: names.length > MAX_MATRIX_CLASSES ? null : matrix.table(),
    confusions: matrix.confusions(MAX_CONFUSIONS),
  };
}

function scoresOf(name: string, counts: ClassCounts) {
  const { precision, recall, f1 } = classScores(counts);
  return {
    name,
    support: counts.tp + counts.fn,
    precision: knownNumber(precision),
    recall: knownNumber(recall),
    f1: knownNumber(f1),
  };
}

function regression(rows: readonly ScoredLabel[]): RegressionEvaluation {
  const scores = new RegressionScores();
  for (const { actual, predicted } of rows) scores.add(actual, predicted);
  const { meanAbsoluteError } = scores.quality();
  const quality = regressionQuality(
    rows.map(({ actual }) => Number(actual)),
    rows.map(({ predicted }) => Number(predicted)),
  );
  return {
    task: 'regression',
    meanAbsoluteError: knownNumber(meanAbsoluteError),
    rootMeanSquaredError: knownNumber(scores.errors.rootMeanSquaredError),
    meanError: knownNumber(scores.errors.meanError),
    meanAbsolutePercentageError: knownNumber(quality.meanAbsolutePercentageError),
    r2: knownNumber(quality.r2),
    maximumError: knownNumber(quality.maxError),
  };
}

function multilabel(
  manifest: Extract<Manifest, { task: 'multilabel' }>,
  rows: readonly ScoredLabel[],
): MultilabelEvaluation {
  const counted = new MultilabelScores(manifest);
  for (const { actual, predicted } of rows) counted.add(actual, predicted);
  const { counts } = counted;
  const { f1, precision, recall } = counts.scores(manifest.f1_average);
  return {
    task: 'multilabel',
    f1: knownNumber(f1),
    precision: knownNumber(precision),
    recall: knownNumber(recall),
    subsetAccuracy: knownNumber(counts.exactShare),
    hammingLoss: knownNumber(counts.hammingLoss),
    labels: manifest.classes.map((name, place) => ({
      ...scoresOf(name, counts.of(place)),
      rows: counts.knownRows(place),
      accuracy: knownNumber(counts.accuracyOf(place)),
    })),
  };
}

function targets(names: readonly string[], rows: readonly ScoredLabel[]): RegressionEvaluation {
  const parts = rows.map(({ actual, predicted }) => [partsOfText(actual), partsOfText(predicted)] as const);
  const evaluated = names.map((name, place): TargetEvaluation => {
    const known = parts.filter(([actual]) => actual[place] != null);
    const { meanAbsoluteError, rootMeanSquaredError, r2 } = regressionQuality(
      known.map(([actual]) => actual[place] ?? NaN),
      known.map(([, predicted]) => predicted[place] ?? NaN),
    );
    return {
      name,
      rows: known.length,
      meanAbsoluteError: knownNumber(meanAbsoluteError),
      rootMeanSquaredError: knownNumber(rootMeanSquaredError),
      r2: knownNumber(r2),
    };
  });
  const mean = (name: 'meanAbsoluteError' | 'rootMeanSquaredError' | 'r2') =>
    knownNumber(meanOfAll(evaluated.map((target) => target[name] ?? undefined)));
  return {
    task: 'regression',
    meanAbsoluteError: mean('meanAbsoluteError'),
    rootMeanSquaredError: mean('rootMeanSquaredError'),
    meanError: null,
    meanAbsolutePercentageError: null,
    r2: mean('r2'),
    maximumError: null,
    targets: evaluated,
  };
}
