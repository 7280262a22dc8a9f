import { lowerBound } from '../statistics/index.js';

/** Probabilities are clipped this far from 0 and 1, so that the loss of a certain mistake is finite. */
const CLIP = Number.EPSILON;

/**
 * The mean of -ln(probability of the actual class), with probabilities clipped to [ε, 1 - ε]: scikit-learn's `log_loss`.
 * NaN without rows.
 * @param actual the index of every row's class.
 * @param probabilities row after row, one number a class.
 * @param weights how many rows each row counts as; 1 by default.
 */
export function logLoss(
  actual: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
  weights?: ArrayLike<number>,
): number {
  let [sum, rows] = [0, 0];
  for (let row = 0; row < actual.length; row++) {
    const probability = probabilities[row * classes + (actual[row] ?? NaN)] ?? NaN;
    const weight = weights === undefined ? 1 : (weights[row] ?? NaN);
    sum -= weight * Math.log(Math.min(1 - CLIP, Math.max(CLIP, probability)));
    rows += weight;
  }
  return sum / rows;
}

/**
 * Brier score: the mean squared distance of the probabilities from the outcome. For two classes half of that, the usual
 * (p - y)², as in scikit-learn's `brier_score_loss`. NaN without rows.
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
      sum += ((probabilities[row * classes + index] ?? NaN) - happened) ** 2;
    }
  }
  return sum / actual.length / (classes === 2 ? 2 : 1);
}

/** The mean confidence of the rows in a bin, and the share of them that were right. */
export interface CalibrationBin {
  readonly rows: number;
  readonly meanConfidence: number;
  readonly shareRight: number;
}

/**
 * Compares confidence and outcome in bins of equal width over [0, 1]; an edge belongs to the bin below, as in scikit-learn's
 * `calibration_curve`. Empty bins are left out.
 * @param confidences the probability of one class, or of the predicted class.
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
    const confidence = confidences[row] ?? NaN;
    const bin = sums[lowerBound(edges, confidence)];
    if (bin === undefined) continue;
    bin.rows++;
    bin.confidence += confidence;
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
 * The threshold of Evidently's top-k metrics: the score after the k highest, so k + 1 rows are taken, and more when scores
 * are equal. The lowest score when there are at most k; undefined without scores.
 * @param k at least 1.
 */
export function topKThreshold(scores: ArrayLike<number>, k: number): number | undefined {
  const sorted = Float64Array.from(scores).sort();
  return sorted[Math.max(0, sorted.length - 1 - k)];
}

/**
 * The share of rows whose actual class is among the k most probable ones: scikit-learn's `top_k_accuracy_score`, where of equally
 * probable classes the last one comes first. NaN without rows.
 * @param actual the index of every row's class.
 * @param probabilities row after row, one number a class.
 */
export function topKAccuracy(
  actual: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
  k: number,
): number {
  let hits = 0;
  for (let row = 0; row < actual.length; row++) {
    const label = actual[row] ?? NaN;
    const given = probabilities[row * classes + label] ?? NaN;
    let ahead = 0;
    for (let index = 0; index < classes; index++) {
      const other = probabilities[row * classes + index] ?? NaN;
      if (other > given || (other === given && index > label)) ahead++;
    }
    if (ahead < k) hits++;
  }
  return hits / actual.length;
}

/**
 * The index of the most probable class of every row; the first one of equals.
 * @param probabilities row after row, one number a class.
 */
export function mostProbable(probabilities: ArrayLike<number>, classes: number): Uint32Array {
  const at = (row: number, index: number) => probabilities[row * classes + index] ?? NaN;
  return Uint32Array.from({ length: Math.floor(probabilities.length / classes) }, (_, row) => {
    let best = 0;
    for (let index = 1; index < classes; index++) {
      if (at(row, index) > at(row, best)) best = index;
    }
    return best;
  });
}
