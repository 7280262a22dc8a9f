import { ExactSum } from '../statistics/index.js';
import { type ZeroFilledScores, zeroFilledScores } from './classification.js';
import { addCounts, type ClassCounts, type MutableClassCounts, sumCounts } from './confusion-counts.js';

/** How the scores of labels are combined; `samples` is the mean of the scores of the rows. */
export type MultiLabelAverage = 'macro' | 'micro' | 'weighted' | 'samples';

/** Whether a row has each label: true or 1, false or 0; null where that is unknown. */
type Flags = ArrayLike<boolean | number | null>;

/**
 * Counts of a model that gives every row any number of labels. Counts of several sources merge by addition, and rows can
 * be removed again. A label whose actual flag is unknown is not counted; the exact share and the `samples` average cover the
 * rows without unknown flags.
 */
export class MultiLabelCounts {
  private rows = 0;
  private completeRows = 0;
  private exactRows = 0;
  private readonly counts: readonly MutableClassCounts[];
  /** Rows whose flag is known, by label. */
  private readonly known: number[];
  private readonly rowSums = { precision: new ExactSum(), recall: new ExactSum(), f1: new ExactSum() };

  /** @param labels every label of the model, in the order of the rows' flags. */
  constructor(readonly labels: readonly string[]) {
    this.counts = labels.map(() => ({ tp: 0, fp: 0, fn: 0 }));
    this.known = labels.map(() => 0);
  }

  /** Number of rows. */
  get total(): number {
    return this.rows;
  }

  /** Counts one row. @param actual,predicted for every label whether the row has it (or 1 and 0). */
  add(actual: Flags, predicted: Flags): void {
    this.count(actual, predicted, 1);
  }

  /** Removes one row that was added. */
  remove(actual: Flags, predicted: Flags): void {
    this.count(actual, predicted, -1);
  }

  /** Adds the counts of another source over the same labels in the same order. */
  merge(other: MultiLabelCounts): void {
    if (other.labels.join('\0') !== this.labels.join('\0')) throw new RangeError('the labels differ');
    this.rows += other.rows;
    this.completeRows += other.completeRows;
    this.exactRows += other.exactRows;
    this.counts.forEach((counts, index) => addCounts(counts, other.of(index)));
    other.known.forEach((rows, index) => this.know(index, rows));
    for (const name of scoreNames) this.rowSums[name].merge(other.rowSums[name]);
  }

  /** The counts of a label. @param index its position. @throws RangeError for a position without a label. */
  of(index: number): ClassCounts {
    const counts = this.counts[index];
    if (counts === undefined) throw new RangeError(`there is no label ${index}`);
    return { ...counts };
  }

  /** The rows whose flag of a label is known. @param index the position of the label. */
  knownRows(index: number): number {
    return this.known[index] ?? 0;
  }

  /** The share of rows whose flag of a label is correct; NaN without rows. @param index the position of the label. */
  accuracyOf(index: number): number {
    const { fp, fn } = this.of(index);
    return 1 - (fp + fn) / this.knownRows(index);
  }

  /** The share of rows whose labels are all correct; NaN without rows. */
  get exactShare(): number {
    return this.exactRows / this.completeRows;
  }

  /** The share of wrong flags (Hamming loss); NaN without rows. */
  get hammingLoss(): number {
    const wrong = this.counts.reduce((sum, { fp, fn }) => sum + fp + fn, 0);
    return wrong / this.known.reduce((sum, rows) => sum + rows, 0);
  }

  /** The averaged scores, equal to scikit-learn's with `zero_division=0`; the means go over all labels. NaN without rows. */
  scores(average: MultiLabelAverage): ZeroFilledScores {
    if (this.rows === 0) return { precision: NaN, recall: NaN, f1: NaN };
    if (average === 'samples') return mapScores((name) => this.rowSums[name].value / this.completeRows);
    if (average === 'micro') return zeroFilledScores(sumCounts(this.counts));
    const weights = this.counts.map(({ tp, fn }) => (average === 'macro' ? 1 : tp + fn));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const scores = this.counts.map(zeroFilledScores);
    const weigh = (name: keyof ZeroFilledScores) =>
      scores.reduce((sum, score, index) => sum + (weights[index] ?? NaN) * score[name], 0) / total;
    return mapScores((name) => (total === 0 ? 0 : weigh(name)));
  }

  private count(actual: Flags, predicted: Flags, step: 1 | -1): void {
    const row = { tp: 0, fp: 0, fn: 0 };
    let isComplete = true;
    this.counts.forEach((counts, index) => {
      if (actual[index] === null) {
        isComplete = false;
        return;
      }
      const flags = flagCounts(Boolean(actual[index]), Boolean(predicted[index]));
      addCounts(counts, flags, step);
      addCounts(row, flags);
      this.know(index, step);
    });
    this.rows += step;
    if (isComplete) this.countComplete(row, step);
  }

  private countComplete(row: ClassCounts, step: 1 | -1): void {
    this.completeRows += step;
    if (row.fp + row.fn === 0) this.exactRows += step;
    const scores = zeroFilledScores(row);
    for (const name of scoreNames) this.rowSums[name].add(step * scores[name]);
  }

  private know(index: number, rows: number): void {
    this.known[index] = this.knownRows(index) + rows;
  }
}

const scoreNames = ['precision', 'recall', 'f1'] as const;

function mapScores(of: (name: keyof ZeroFilledScores) => number): ZeroFilledScores {
  return { precision: of('precision'), recall: of('recall'), f1: of('f1') };
}

function flagCounts(actual: boolean, predicted: boolean): ClassCounts {
  return {
    tp: Number(actual && predicted),
    fp: Number(!actual && predicted),
    fn: Number(actual && !predicted),
  };
}
