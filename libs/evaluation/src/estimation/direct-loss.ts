/**
 * The loss of a regression without labels, from a second model that was taught to predict the first one's error (direct
 * loss estimation, NannyML): the mean of its predictions, negative ones counting as 0. NaN without rows.
 * @param root whether to take the root, for RMSE and RMSLE.
 */
export function directLoss(predictedErrors: ArrayLike<number>, root = false): number {
  let sum = 0;
  for (let row = 0; row < predictedErrors.length; row++) sum += Math.max(0, predictedErrors[row]!);
  const mean = sum / predictedErrors.length;
  return root ? Math.sqrt(mean) : mean;
}
