import { roundHalfEven } from '../statistics/integers.js';

/** Running counts are rounded to five decimals, as NannyML does. */
const DECIMALS = 1e5;

/**
 * The area under the ROC curve a calibrated model expects of itself; NaN without rows. Rows of equal scores count in the
 * order from the last to the first.
 * @param probabilities calibrated.
 * @param scores what rows are ranked by: not calibrated.
 */
export function expectedRocAuc(probabilities: Float64Array, scores: Float64Array): number {
  const { found, missed } = runningCounts(probabilities, scores);
  const [allFound, allMissed] = [found.at(-1)!, missed.at(-1)!];
  let area = found.length === 1 ? NaN : 0;
  for (let row = 1; row < found.length; row++) {
    const width = missed[row]! / allMissed - missed[row - 1]! / allMissed;
    area += (width * (found[row]! / allFound + found[row - 1]! / allFound)) / 2;
  }
  return area;
}

/** The average precision a calibrated model expects of itself. @see expectedRocAuc */
export function expectedAveragePrecision(probabilities: Float64Array, scores: Float64Array): number {
  const { found } = runningCounts(probabilities, scores);
  const all = found.at(-1)!;
  let sum = found.length === 1 ? NaN : 0;
  for (let row = 1; row < found.length; row++) {
    sum += (found[row]! / all - found[row - 1]! / all) * (found[row]! / row);
  }
  return sum;
}

/** Expected positives and negatives among the rows of the highest scores, from none to all. */
function runningCounts(probabilities: Float64Array, scores: Float64Array) {
  const order = Array.from(scores, (_, row) => row)
    .sort((a, b) => scores[a]! - scores[b]! || a - b)
    .reverse();
  const found = new Float64Array(order.length + 1);
  const missed = new Float64Array(order.length + 1);
  let sum = 0;
  order.forEach((row, place) => {
    sum += probabilities[row]!;
    found[place + 1] = rounded(sum);
    missed[place + 1] = rounded(1 + place - sum);
  });
  return { found, missed };
}

function rounded(value: number): number {
  return roundHalfEven(value * DECIMALS) / DECIMALS;
}
