import { lowerBound } from '../statistics/sorted-search.js';

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
