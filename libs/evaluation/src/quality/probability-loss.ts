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
