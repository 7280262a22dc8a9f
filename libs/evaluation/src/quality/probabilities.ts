import { lowerBound } from '../statistics/index.js';

/** Probabilities are kept this far from 0 and 1, so that one certain mistake does not cost infinitely much. */
const CLIP = Number.EPSILON;

/**
 * Mean of -ln(probability of the actual class), rows as given, probabilities clipped to [ε, 1 - ε] (scikit-learn's
 * `log_loss`). NaN without rows.
 * @param actual the index of every row's class.
 * @param probabilities row after row, one number a class.
 */
export function logLoss(
  actual: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
): number {
  let sum = 0;
  for (let row = 0; row < actual.length; row++) {
    const probability = probabilities[row * classes + actual[row]!]!;
    sum -= Math.log(Math.min(1 - CLIP, Math.max(CLIP, probability)));
  }
  return sum / actual.length;
}

/**
 * Brier score: the mean squared distance of the probabilities from what happened. Of two classes half of it, which is
 * the usual (p - y)², as scikit-learn's `brier_score_loss` does. NaN without rows.
 */
export function brierScore(
  actual: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
): number {
  let sum = 0;
  for (let row = 0; row < actual.length; row++) {
    for (let index = 0; index < classes; index++) {
      const happened = actual[row] === index ? 1 : 0;
      sum += (probabilities[row * classes + index]! - happened) ** 2;
    }
  }
  return sum / actual.length / (classes === 2 ? 2 : 1);
}

/** The confidence of rows in a bin, and how often they were right. */
export interface CalibrationBin {
  readonly rows: number;
  readonly meanConfidence: number;
  readonly shareRight: number;
}

/**
 * How confidence and outcome agree, in bins of equal width over [0, 1], an edge belonging to the bin below (as in scikit-
 * learn's `calibration_curve`); empty bins are left out.
 * @param confidences the probability of the class in question, or of the predicted one.
 * @param right whether that class was the actual one (or 1 and 0).
 */
export function calibrationCurve(
  confidences: ArrayLike<number>,
  right: ArrayLike<boolean | number>,
  bins = 10,
): CalibrationBin[] {
  const edges = Float64Array.from({ length: bins - 1 }, (_, index) => (index + 1) * (1 / bins));
  const sums = Array.from({ length: bins }, () => ({ rows: 0, confidence: 0, right: 0 }));
  for (let row = 0; row < confidences.length; row++) {
    const bin = sums[lowerBound(edges, confidences[row]!)]!;
    bin.rows++;
    bin.confidence += confidences[row]!;
    if (right[row]) bin.right++;
  }
  return sums
    .filter(({ rows }) => rows > 0)
    .map((bin) => ({
      rows: bin.rows,
      meanConfidence: bin.confidence / bin.rows,
      shareRight: bin.right / bin.rows,
    }));
}

/** Expected calibration error: the mean gap of `calibrationCurve`, weighted by rows (Naeini et al. 2015). NaN without rows. */
export function expectedCalibrationError(
  confidences: ArrayLike<number>,
  right: ArrayLike<boolean | number>,
  bins = 10,
): number {
  const gaps = calibrationCurve(confidences, right, bins).map(
    ({ rows, meanConfidence, shareRight }) => rows * Math.abs(meanConfidence - shareRight),
  );
  return gaps.reduce((sum, gap) => sum + gap, 0) / confidences.length;
}

/**
 * The predicted label of every row of a binary model: the positive one from the threshold on, also at it.
 * @param threshold 0.5 by default.
 */
export function labelsAtThreshold(scores: ArrayLike<number>, threshold = 0.5): boolean[] {
  return Array.from(scores, (score) => score >= threshold);
}

/**
 * The threshold at which Evidently's top-k metrics cut: the score after the k highest, so that k + 1 rows are taken, and
 * more when scores are equal. The lowest score when there are no more than k; undefined without scores.
 * @param k at least 1.
 */
export function topKThreshold(scores: ArrayLike<number>, k: number): number | undefined {
  const sorted = Float64Array.from(scores).sort();
  return sorted[Math.max(0, sorted.length - 1 - k)];
}

/**
 * The index of the most probable class of every row, the first of equals.
 * @param probabilities row after row, one number a class.
 */
export function mostProbable(probabilities: ArrayLike<number>, classes: number): Uint32Array {
  return Uint32Array.from({ length: Math.floor(probabilities.length / classes) }, (_, row) => {
    let best = 0;
    for (let index = 1; index < classes; index++) {
      if (probabilities[row * classes + index]! > probabilities[row * classes + best]!) best = index;
    }
    return best;
  });
}
