import type { ConfusionMatrix } from './confusion-matrix.js';

/**
 * Matthews' correlation coefficient, for many classes R_K (J. Gorodkin, "Comparing two K-category assignments by a
 * K-category correlation coefficient", 2004): 1 is perfect, 0 no better than chance. 0 when a side has one class alone,
 * as in scikit-learn; undefined without rows.
 */
export function matthewsCorrelation(matrix: ConfusionMatrix): number | undefined {
  const { total, correct } = matrix;
  if (total === 0) return undefined;
  let [products, actualSquares, predictedSquares] = [0, 0, 0];
  for (const name of matrix.classes) {
    const { tp, fp, fn } = matrix.of(name);
    products += (tp + fn) * (tp + fp);
    actualSquares += (tp + fn) ** 2;
    predictedSquares += (tp + fp) ** 2;
  }
  const spread = (total ** 2 - actualSquares) * (total ** 2 - predictedSquares);
  return spread === 0 ? 0 : (correct * total - products) / Math.sqrt(spread);
}

/** The mean recall of the classes that occur as truth; undefined without rows. */
export function balancedAccuracy(matrix: ConfusionMatrix): number | undefined {
  const recalls = matrix.classes
    .map((name) => matrix.of(name))
    .filter(({ tp, fn }) => tp + fn > 0)
    .map(({ tp, fn }) => tp / (tp + fn));
  return recalls.length === 0 ? undefined : recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
}
