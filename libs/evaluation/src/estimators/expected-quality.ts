import { roundHalfEven } from '../statistics/index.js';

/** Quality that follows from expected counts; NaN where a denominator is 0. */
export interface ExpectedScores {
  readonly accuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly specificity: number;
  readonly f1: number;
}

/**
 * The confusion counts a calibrated model expects of itself: a row that is given the class with probability p is a true
 * positive of weight p and a false positive of weight 1 - p (confidence-based performance estimation, NannyML). Four
 * sums, so a row costs O(1); counts of several sources merge by addition.
 */
export class ConfidenceCounts {
  private rows = 0;
  private tp = 0;
  private fp = 0;
  private fn = 0;
  private tn = 0;

  /** Number of rows. */
  get total(): number {
    return this.rows;
  }

  /** The expected counts. */
  get expected(): { readonly tp: number; readonly fp: number; readonly fn: number; readonly tn: number } {
    return { tp: this.tp, fp: this.fp, fn: this.fn, tn: this.tn };
  }

  /**
   * Counts one row.
   * @param probability the calibrated probability of the class.
   * @param predicted whether the row was given the class.
   */
  add(probability: number, predicted: boolean): void {
    this.count(probability, predicted, 1);
  }

  /** Takes away one row that was added; rounding leaves about an epsilon a row. */
  remove(probability: number, predicted: boolean): void {
    this.count(probability, predicted, -1);
  }

  /** Adds the counts of another source. */
  merge(other: ConfidenceCounts): void {
    this.rows += other.rows;
    this.tp += other.tp;
    this.fp += other.fp;
    this.fn += other.fn;
    this.tn += other.tn;
  }

  /** The scores these counts stand for; undefined without rows. */
  scores(): ExpectedScores | undefined {
    const { rows, tp, fp, fn, tn } = this;
    if (rows === 0) return undefined;
    return {
      accuracy: (tp + tn) / rows,
      precision: tp / (tp + fp),
      recall: tp / (tp + fn),
      specificity: tn / (tn + fp),
      f1: tp / (tp + 0.5 * (fp + fn)),
    };
  }

  private count(probability: number, predicted: boolean, step: 1 | -1): void {
    this.rows += step;
    if (predicted) {
      this.tp += step * probability;
      this.fp += step * (1 - probability);
    } else {
      this.fn += step * probability;
      this.tn += step * (1 - probability);
    }
  }
}

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
