import {
  brierScore,
  calibrationCurve,
  expectedCalibrationError,
  logLoss,
  macroRocAuc,
  rocAuc,
} from '@plumbline/evaluation';
import type { ClassificationManifest } from '../../models/manifest/index.js';
import { knownNumber } from './known-number.js';
import type { LabelledRow } from './labelled-row.js';
import type { ClassificationEvaluation } from './model-evaluation.js';

/** Rows with probabilities, as indexes of the classes and one number a class, row after row. */
interface ScoredRows {
  readonly classes: number;
  readonly actual: readonly number[];
  readonly predicted: readonly number[];
  readonly probabilities: Float64Array;
}

/** How good the probabilities are, over the rows that have them; null when none has. */
export function probabilityQuality(
  manifest: ClassificationManifest,
  labelled: readonly LabelledRow[],
): ClassificationEvaluation['probabilities'] {
  const rows = scoredRows(manifest.classes, labelled);
  const { actual, probabilities, classes } = rows;
  if (actual.length === 0) return null;
  const { confidences, right } = confidenceOf(manifest, rows);
  return {
    rows: actual.length,
    rocAuc: knownNumber(
      manifest.task === 'binary' ? rocAuc(right, confidences) : macroRocAuc(actual, probabilities, classes),
    ),
    logLoss: knownNumber(logLoss(actual, probabilities, classes)),
    brier: knownNumber(brierScore(actual, probabilities, classes)),
    expectedCalibrationError: knownNumber(expectedCalibrationError(confidences, right)),
    calibration: calibrationCurve(confidences, right),
  };
}

function scoredRows(classes: readonly string[], labelled: readonly LabelledRow[]): ScoredRows {
  const rows = labelled.filter(({ probabilities }) => probabilities?.length === classes.length);
  const indexes = new Map(classes.map((name, index) => [name, index]));
  return {
    classes: classes.length,
    actual: rows.map(({ actual }) => indexes.get(actual)!),
    predicted: rows.map(({ predicted }) => indexes.get(predicted)!),
    probabilities: Float64Array.from(rows.flatMap(({ probabilities }) => probabilities ?? [])),
  };
}

/** Of two classes the probability of the positive one, of more that of the predicted one, and whether it came true. */
function confidenceOf(
  manifest: ClassificationManifest,
  { classes, actual, predicted, probabilities }: ScoredRows,
) {
  const positive = manifest.task === 'binary' ? manifest.classes.indexOf(manifest.positive_class) : undefined;
  const watched = predicted.map((index) => positive ?? index);
  return {
    confidences: watched.map((index, row) => probabilities[row * classes + index]!),
    right: watched.map((index, row) => actual[row] === index),
  };
}
