/**
 * The quantile (pinball) loss of predicted quantiles: the mean of α(y - q) where the target is above the prediction and of
 * (1 - α)(q - y) where it is below (R. Koenker and G. Bassett, "Regression Quantiles", 1978; scikit-learn's
 * `mean_pinball_loss`). In the target's unit; NaN without rows.
 * @param quantile the predicted quantile α, from 0 to 1.
 * @param weights how many rows each row counts as; 1 by default.
 */
export function pinballLoss(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  quantile: number,
  weights?: ArrayLike<number>,
): number {
  let [sum, rows] = [0, 0];
  for (let row = 0; row < actual.length; row++) {
    const error = (actual[row] ?? NaN) - (predicted[row] ?? NaN);
    const weight = weights === undefined ? 1 : (weights[row] ?? NaN);
    sum += weight * (error >= 0 ? quantile * error : (quantile - 1) * error);
    rows += weight;
  }
  return sum / rows;
}
