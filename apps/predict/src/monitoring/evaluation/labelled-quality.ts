import {
  accuracy,
  averageScores,
  balancedAccuracy,
  classScores,
  ConfusionMatrix,
  matthewsCorrelation,
  RegressionErrors,
  regressionQuality,
} from '@plumbline/evaluation';
import type { ClassificationManifest, Manifest } from '../../models/manifest/index.js';
import { knownNumber } from './known-number.js';
import type { LabelledRow } from './labelled-row.js';
import type { ClassificationEvaluation, RegressionEvaluation } from './model-evaluation.js';
import { probabilityQuality } from './probability-quality.js';

/** The quality over labelled rows; its F1, precision, recall, accuracy and mean absolute error equal the gauges. */
export function labelledQuality(
  manifest: Manifest,
  rows: readonly LabelledRow[],
): ClassificationEvaluation | RegressionEvaluation {
  return manifest.task === 'regression' ? regression(rows) : classification(manifest, rows);
}

function classification(
  manifest: ClassificationManifest,
  rows: readonly LabelledRow[],
): ClassificationEvaluation {
  const matrix = new ConfusionMatrix(manifest.classes);
  for (const { actual, predicted } of rows) matrix.add(actual, predicted);
  const { f1_average: average, positive_class: positiveClass } = manifest;
  const scores = averageScores(matrix, { average, positiveClass });
  return {
    task: manifest.task,
    f1: knownNumber(scores.f1),
    precision: knownNumber(scores.precision),
    recall: knownNumber(scores.recall),
    accuracy: knownNumber(accuracy(matrix)),
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

function regression(rows: readonly LabelledRow[]): RegressionEvaluation {
  const actual = rows.map((row) => Number(row.actual));
  const predicted = rows.map((row) => Number(row.predicted));
  const errors = new RegressionErrors();
  actual.forEach((value, row) => errors.add(value, predicted[row]!));
  const quality = regressionQuality(actual, predicted);
  return {
    task: 'regression',
    meanAbsoluteError: knownNumber(errors.meanAbsoluteError),
    rootMeanSquaredError: knownNumber(errors.rootMeanSquaredError),
    meanError: knownNumber(errors.meanError),
    meanAbsolutePercentageError: knownNumber(quality.meanAbsolutePercentageError),
    r2: knownNumber(quality.r2),
    maximumError: knownNumber(quality.maxError),
  };
}
