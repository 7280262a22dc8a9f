/** The positive and negative rows, or the sums of their weights, with at least a given score. */
interface Cut {
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Area under the ROC curve: the probability that a positive row has a higher score than a negative one, with ties counting
 * half. NaN when all rows are positive or all are negative.
 * @param positive whether each row is actually of the class (or 1 and 0).
 * @param weights how many rows each row counts as; 1 by default.
 */
export function rocAuc(
  positive: ArrayLike<boolean | number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  const cuts = cutsOf(positive, scores, weights);
  const { positives, negatives } = cuts.at(-1) ?? { positives: 0, negatives: 0 };
  let twiceArea = 0;
  cuts.forEach((cut, index) => {
    const before = cuts[index - 1] ?? { positives: 0, negatives: 0 };
    twiceArea += (cut.negatives - before.negatives) * (cut.positives + before.positives);
  });
  return twiceArea / (2 * positives * negatives);
}

/**
 * Average precision: the precision at every distinct score, weighted by the recall gained there, without interpolation
 * (scikit-learn's `average_precision_score`). NaN without positive rows.
 * @param weights how many rows each row counts as; 1 by default.
 */
export function averagePrecision(
  positive: ArrayLike<boolean | number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  const cuts = cutsOf(positive, scores, weights);
  const { positives } = cuts.at(-1) ?? { positives: 0 };
  const sum = cuts.reduce(
    (total, cut, index) => total + (cut.positives - (cuts[index - 1]?.positives ?? 0)) * precision(cut),
    0,
  );
  return sum / positives;
}

/**
 * Area under the precision-recall curve by the trapezoidal rule, from precision 1 at recall 0 (scikit-learn's `auc` of
 * `precision_recall_curve`). Optimistic compared with average precision. NaN without positive rows.
 */
export function precisionRecallAuc(positive: ArrayLike<boolean | number>, scores: ArrayLike<number>): number {
  const cuts = cutsOf(positive, scores);
  const { positives } = cuts.at(-1) ?? { positives: 0 };
  let twiceArea = 0;
  cuts.forEach((cut, index) => {
    const before = cuts[index - 1];
    const height = precision(cut) + (before === undefined ? 1 : precision(before));
    twiceArea += (cut.positives - (before?.positives ?? 0)) * height;
  });
  return twiceArea / (2 * positives);
}

/** The mean area under the ROC curve of each class against the rest; NaN when a class has none or all of the rows. */
export function macroRocAuc(
  actual: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
): number {
  let sum = 0;
  for (let index = 0; index < classes; index++) {
    const positive = Array.from(actual, (label) => label === index);
    sum += rocAuc(
      positive,
      Float64Array.from(positive, (_, row) => probabilities[row * classes + index] ?? NaN),
    );
  }
  return sum / classes;
}

function precision({ positives, negatives }: Cut): number {
  return positives / (positives + negatives);
}

/** One cut per distinct score, from the highest. */
function cutsOf(
  positive: ArrayLike<boolean | number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): Cut[] {
  const order = Uint32Array.from({ length: scores.length }, (_, row) => row).sort(
    (a, b) => (scores[b] ?? NaN) - (scores[a] ?? NaN),
  );
  const cuts: Cut[] = [];
  let [positives, negatives] = [0, 0];
  order.forEach((row, place) => {
    const weight = weights === undefined ? 1 : (weights[row] ?? NaN);
    if (positive[row]) positives += weight;
    else negatives += weight;
    const next = order[place + 1];
    if (next === undefined || scores[next] !== scores[row]) cuts.push({ positives, negatives });
  });
  return cuts;
}
