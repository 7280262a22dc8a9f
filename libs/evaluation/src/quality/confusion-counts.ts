/** How often a class was rightly given, wrongly given, and missed. */
export interface ClassCounts {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
}

/**
 * True positives, false positives and false negatives of every class, each class against the rest. Counts of several
 * sources merge by addition, and what was added can be taken away again, so a sliding window costs O(1) a row.
 */
export class ConfusionCounts {
  readonly classes: readonly string[];
  private readonly indexes: ReadonlyMap<string, number>;
  private readonly tp: number[];
  private readonly fp: number[];
  private readonly fn: number[];

  /** @param classes every class the model knows; others are refused. */
  constructor(classes: readonly string[]) {
    this.classes = [...classes];
    this.indexes = new Map(classes.map((name, index) => [name, index]));
    if (this.indexes.size !== classes.length) throw new RangeError('a class is listed twice');
    this.tp = classes.map(() => 0);
    this.fp = classes.map(() => 0);
    this.fn = classes.map(() => 0);
  }

  /** Number of rows. */
  get total(): number {
    return sum(this.tp) + sum(this.fn);
  }

  /** Number of rows whose class was rightly given. */
  get correct(): number {
    return sum(this.tp);
  }

  /** Counts one row. @throws RangeError for a class the model does not know. */
  add(actual: string, predicted: string): void {
    this.count(actual, predicted, 1);
  }

  /** Takes away one row that was added. @throws RangeError for a class the model does not know. */
  remove(actual: string, predicted: string): void {
    this.count(actual, predicted, -1);
  }

  /** Adds the counts of another source over the same classes in the same order. */
  merge(other: ConfusionCounts): void {
    if (other.classes.join('\0') !== this.classes.join('\0')) throw new RangeError('the classes differ');
    for (const index of this.classes.keys()) {
      this.tp[index]! += other.tp[index]!;
      this.fp[index]! += other.fp[index]!;
      this.fn[index]! += other.fn[index]!;
    }
  }

  /** The counts of one class. @throws RangeError for a class the model does not know. */
  of(name: string): ClassCounts {
    const index = this.indexOf(name);
    return { tp: this.tp[index]!, fp: this.fp[index]!, fn: this.fn[index]! };
  }

  private count(actual: string, predicted: string, step: 1 | -1): void {
    const wanted = this.indexOf(actual);
    const given = this.indexOf(predicted);
    if (wanted === given) {
      this.tp[wanted]! += step;
    } else {
      this.fn[wanted]! += step;
      this.fp[given]! += step;
    }
  }

  private indexOf(name: string): number {
    const index = this.indexes.get(name);
    if (index === undefined) throw new RangeError(`unknown class ${JSON.stringify(name)}`);
    return index;
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** Confusion counts that also know which class was taken for which. Merges and slides like them. */
export class ConfusionMatrix extends ConfusionCounts {
  private readonly cells: Float64Array;
  private readonly positions: ReadonlyMap<string, number>;

  /** @param classes every class the model knows; others are refused. */
  constructor(classes: readonly string[]) {
    super(classes);
    this.cells = new Float64Array(classes.length ** 2);
    this.positions = new Map(classes.map((name, index) => [name, index]));
  }

  /** How often `predicted` was given for `actual`; 0 for a class the model does not know. */
  timesTaken(actual: string, predicted: string): number {
    return this.cells[this.cell(actual, predicted)] ?? 0;
  }

  /** The counts as a table: a row for every actual class, a column for every predicted one, in the order of `classes`. */
  table(): number[][] {
    return this.classes.map((actual) => this.classes.map((predicted) => this.timesTaken(actual, predicted)));
  }

  override add(actual: string, predicted: string): void {
    super.add(actual, predicted);
    this.cells[this.cell(actual, predicted)]!++;
  }

  override remove(actual: string, predicted: string): void {
    super.remove(actual, predicted);
    this.cells[this.cell(actual, predicted)]!--;
  }

  override merge(other: ConfusionMatrix): void {
    super.merge(other);
    other.cells.forEach((count, cell) => (this.cells[cell]! += count));
  }

  private cell(actual: string, predicted: string): number {
    return this.positions.get(actual)! * this.classes.length + this.positions.get(predicted)!;
  }
}
