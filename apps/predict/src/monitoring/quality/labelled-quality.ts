import {
  balancedAccuracy,
  classScores,
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
import { ClassificationScores, RegressionScores } from './quality-scores.js';

/** The quality of a classifier over its labelled predictions; null where it is undefined. */
export interface ClassificationEvaluation {
  readonly task: 'binary' | 'multiclass';
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
  /** Rows are actual classes, columns are predicted classes, both in the order of `classes`. */
  readonly confusion: readonly (readonly number[])[];
}

/** The quality of a regression over its labelled predictions, in the unit of the target where it has one. */
export interface RegressionEvaluation {
  readonly task: 'regression';
  readonly meanAbsoluteError: number | null;
  readonly rootMeanSquaredError: number | null;
  readonly meanError: number | null;
  readonly meanAbsolutePercentageError: number | null;
  readonly r2: number | null;
  readonly maximumError: number | null;
}

/** The quality over labelled predictions: the scores of the gauges, and more detail. */
export function labelledQuality(
  manifest: Manifest,
  rows: readonly ScoredLabel[],
): ClassificationEvaluation | RegressionEvaluation {
  return manifest.task === 'regression' ? regression(rows) : classification(manifest, rows);
}

function classification(
  manifest: ClassificationManifest,
  rows: readonly ScoredLabel[],
): ClassificationEvaluation {
  const matrix = new ConfusionMatrix(manifest.classes);
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
    classes: manifest.classes.map((name) => classQuality(matrix, name)),
    confusion: matrix.table(),
  };
}

function classQuality(matrix: ConfusionMatrix, name: string) {
  const counts = matrix.of(name);
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
