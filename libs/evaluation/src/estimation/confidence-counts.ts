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
