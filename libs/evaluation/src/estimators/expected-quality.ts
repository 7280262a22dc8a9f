import { roundHalfEven } from '../statistics/index.js';
import type { ByMetric } from './estimated-metric.js';

/** The quality that expected counts imply; NaN where a denominator is 0. */
export interface ExpectedScores {
  readonly accuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly specificity: number;
  readonly f1: number;
}

/**
 * The confusion counts that a calibrated model expects: a row that is predicted to be of the class with probability p is a
 * true positive of weight p and a false positive of weight 1 - p (confidence-based performance estimation, NannyML). Four
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
   * @param predicted whether the class was predicted.
   */
  add(probability: number, predicted: boolean): void {
    this.count(probability, predicted, 1);
  }

  /** Removes one row that was added; the rounding error is about one epsilon a row. */
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

  /** The scores of these counts; undefined without rows. */
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

const NO_SCORES: ExpectedScores = { accuracy: NaN, precision: NaN, recall: NaN, specificity: NaN, f1: NaN };

/**
 * All metrics that a calibrated model expects for one class against the rest; NaN without rows.
 * @param probabilities calibrated.
 * @param scores uncalibrated; rows are ranked by them.
 */
export function expectedMetrics(
  probabilities: Float64Array,
  scores: Float64Array,
  isPredicted: (row: number) => boolean,
): ByMetric<number> {
  const counts = new ConfidenceCounts();
  probabilities.forEach((probability, row) => counts.add(probability, isPredicted(row)));
  const running = runningCounts(probabilities, scores);
  return {
    rocAuc: expectedRocAuc(running),
    averagePrecision: expectedAveragePrecision(running),
    ...(counts.scores() ?? NO_SCORES),
  };
}

/** Running counts are rounded to five decimals, as NannyML does. */
const DECIMALS = 1e5;

/** The expected positives and negatives among the rows of the highest scores, from one row to all. */
interface RunningCounts {
  readonly found: Float64Array;
  readonly missed: Float64Array;
}

/** The expected area under the ROC curve of a calibrated model; NaN without rows. */
function expectedRocAuc({ found, missed }: RunningCounts): number {
  if (found.length === 0) return NaN;
  const hitRates = shares(found);
  let area = 0;
  let [hitRate, falseAlarmRate] = [0, 0];
  shares(missed).forEach((nextFalseAlarmRate, row) => {
    const nextHitRate = hitRates[row] ?? NaN;
    area += ((nextFalseAlarmRate - falseAlarmRate) * (nextHitRate + hitRate)) / 2;
    hitRate = nextHitRate;
    falseAlarmRate = nextFalseAlarmRate;
  });
  return area;
}

/** The expected average precision of a calibrated model; NaN without rows. */
function expectedAveragePrecision({ found }: RunningCounts): number {
  if (found.length === 0) return NaN;
  let [sum, recall] = [0, 0];
  shares(found).forEach((next, row) => {
    sum += (next - recall) * ((found[row] ?? NaN) / (row + 1));
    recall = next;
  });
  return sum;
}

/** Counts rows from the highest score to the lowest; rows of equal scores from the last to the first. */
function runningCounts(probabilities: Float64Array, scores: Float64Array): RunningCounts {
  const order = Array.from(scores, (_, row) => row)
    .sort((a, b) => (scores[a] ?? NaN) - (scores[b] ?? NaN) || a - b)
    .reverse();
  const found = new Float64Array(order.length);
  const missed = new Float64Array(order.length);
  let sum = 0;
  order.forEach((row, place) => {
    sum += probabilities[row] ?? NaN;
    found[place] = rounded(sum);
    missed[place] = rounded(1 + place - sum);
  });
  return { found, missed };
}

function shares(counts: Float64Array): Float64Array {
  const all = counts.at(-1) ?? NaN;
  return counts.map((count) => count / all);
}

function rounded(value: number): number {
  return roundHalfEven(value * DECIMALS) / DECIMALS;
}
