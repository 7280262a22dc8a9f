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
