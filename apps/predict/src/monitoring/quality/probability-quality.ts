import {
  brierScore,
  type CalibrationBin,
  calibrationCurve,
  expectedCalibrationError,
  logLoss,
  macroRocAuc,
  rocAuc,
} from '@plumbline/evaluation';
import type { ClassificationManifest } from '../../models/manifest/index.js';

/** A labelled prediction with the probabilities that the prediction log still holds. */
export interface ScoredLabel {
  /** A class, or the decimal text of a number. */
  readonly predicted: string;
  readonly actual: string;
  /** In the order of the classes; null once the prediction has left the log, or where the model returns none. */
  readonly probabilities: readonly number[] | null;
}

/** The quality of probabilities over labelled predictions; null where it is undefined. */
export interface ProbabilityQuality {
  readonly rows: number;
  readonly rocAuc: number | null;
  readonly logLoss: number | null;
  readonly brier: number | null;
  readonly expectedCalibrationError: number | null;
  /** Of the positive class, or with more than two classes of the predicted class. */
  readonly calibration: readonly CalibrationBin[];
}

/** Rows with probabilities: classes by their index, and one probability for each class, row after row. */
interface ScoredRows {
  readonly classes: number;
  readonly actual: readonly number[];
  readonly predicted: readonly number[];
  readonly probabilities: Float64Array;
}

/** The quality of the probabilities, over the rows that have them; null when none has. */
export function probabilityQuality(
  manifest: ClassificationManifest,
  labelled: readonly ScoredLabel[],
): ProbabilityQuality | null {
  const rows = scoredRows(manifest.classes, labelled);
  const { actual, probabilities, classes } = rows;
  if (actual.length === 0) return null;
  const { confidences, right } = confidencesOf(manifest, rows);
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

/** A number as JSON holds it: null when it is undefined, not a number, or infinite. */
export function knownNumber(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** So that a model of very many classes is scored in seconds. */
const MAX_PROBABILITIES = 5_000_000;

/** The latest rows with probabilities, as many as are scored. */
function scoredRows(classes: readonly string[], labelled: readonly ScoredLabel[]): ScoredRows {
  const rows = labelled
    .filter(({ probabilities }) => probabilities?.length === classes.length)
    .slice(-Math.ceil(MAX_PROBABILITIES / classes.length));
  const indexes = new Map(classes.map((name, index) => [name, index]));
  const indexOf = (name: string) => indexes.get(name) ?? -1;
  return {
    classes: classes.length,
    actual: rows.map(({ actual }) => indexOf(actual)),
    predicted: rows.map(({ predicted }) => indexOf(predicted)),
    probabilities: Float64Array.from(rows.flatMap(({ probabilities }) => probabilities ?? [])),
  };
}

/** The probability of the positive class, or with more than two classes of the predicted one, and whether it was right. */
function confidencesOf(
  manifest: ClassificationManifest,
  { classes, actual, predicted, probabilities }: ScoredRows,
) {
  const positive = manifest.task === 'binary' ? manifest.classes.indexOf(manifest.positive_class) : undefined;
  const watched = predicted.map((index) => positive ?? index);
  return {
    confidences: watched.map((index, row) => probabilities[row * classes + index] ?? Number.NaN),
    right: watched.map((index, row) => actual[row] === index),
  };
}
