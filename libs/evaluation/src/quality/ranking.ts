import { sortedByOutcome } from '../statistics/index.js';

/**
 * The positive and negative rows, or the sums of their weights, with at least a given score: one entry per distinct score,
 * from the highest.
 */
interface Cuts {
  readonly positives: readonly number[];
  readonly negatives: readonly number[];
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
  const { positives, negatives } = cutsOf(positive, scores, weights);
  let twiceArea = 0;
  let [positivesBefore, negativesBefore] = [0, 0];
  positives.forEach((count, cut) => {
    const others = negatives[cut] ?? NaN;
    twiceArea += (others - negativesBefore) * (count + positivesBefore);
    positivesBefore = count;
    negativesBefore = others;
  });
  return twiceArea / (2 * positivesBefore * negativesBefore);
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
  const { positives, negatives } = cutsOf(positive, scores, weights);
  let [sum, before] = [0, 0];
  positives.forEach((count, cut) => {
    sum += (count - before) * precision(count, negatives[cut] ?? NaN);
    before = count;
  });
  return sum / before;
}

/**
 * Area under the precision-recall curve by the trapezoidal rule, from precision 1 at recall 0 (scikit-learn's `auc` of
 * `precision_recall_curve`). Optimistic compared with average precision. NaN without positive rows.
 */
export function precisionRecallAuc(positive: ArrayLike<boolean | number>, scores: ArrayLike<number>): number {
  const { positives, negatives } = cutsOf(positive, scores);
  let twiceArea = 0;
  let [positivesBefore, precisionBefore] = [0, 1];
  positives.forEach((count, cut) => {
    const here = precision(count, negatives[cut] ?? NaN);
    twiceArea += (count - positivesBefore) * (here + precisionBefore);
    positivesBefore = count;
    precisionBefore = here;
  });
  return twiceArea / (2 * positivesBefore);
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

function precision(positives: number, negatives: number): number {
  return positives / (positives + negatives);
}

function cutsOf(
  positive: ArrayLike<boolean | number>,
  scores: ArrayLike<number>,
  weights?: ArrayLike<number>,
): Cuts {
  return weights === undefined ? countedCuts(positive, scores) : weightedCuts(positive, scores, weights);
}

/** Sorts the scores of both kinds of rows and merges them, which is several times faster than sorting the rows. */
function countedCuts(positive: ArrayLike<boolean | number>, scores: ArrayLike<number>): Cuts {
  const { happened: found, others: missed } = sortedByOutcome(positive, scores);
  const [positives, negatives]: [number[], number[]] = [[], []];
  let [foundLeft, missedLeft] = [found.length, missed.length];
  while (foundLeft > 0 || missedLeft > 0) {
    const score = Math.max(found[foundLeft - 1] ?? -Infinity, missed[missedLeft - 1] ?? -Infinity);
    while (foundLeft > 0 && !((found[foundLeft - 1] ?? NaN) < score)) foundLeft--;
    while (missedLeft > 0 && !((missed[missedLeft - 1] ?? NaN) < score)) missedLeft--;
    positives.push(found.length - foundLeft);
    negatives.push(missed.length - missedLeft);
  }
  return { positives, negatives };
}

function weightedCuts(
  positive: ArrayLike<boolean | number>,
  scores: ArrayLike<number>,
  weights: ArrayLike<number>,
): Cuts {
  const order = Uint32Array.from({ length: scores.length }, (_, row) => row).sort(
    (a, b) => (scores[b] ?? NaN) - (scores[a] ?? NaN),
  );
  const [positives, negatives]: [number[], number[]] = [[], []];
  let [found, missed] = [0, 0];
  order.forEach((row, place) => {
    if (positive[row]) found += weights[row] ?? NaN;
    else missed += weights[row] ?? NaN;
    const next = order[place + 1];
    if (next !== undefined && scores[next] === scores[row]) return;
    positives.push(found);
    negatives.push(missed);
  });
  return { positives, negatives };
}
