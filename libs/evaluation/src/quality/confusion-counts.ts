/** How often a class was predicted correctly (tp), predicted wrongly (fp) and missed (fn). */
export interface ClassCounts {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
}

/** Counts that change with the rows. */
export type MutableClassCounts = { -readonly [Name in keyof ClassCounts]: number };

/** Adds counts, each `step` times; -1 subtracts them. */
export function addCounts(sums: MutableClassCounts, { tp, fp, fn }: ClassCounts, step = 1): void {
  sums.tp += step * tp;
  sums.fp += step * fp;
  sums.fn += step * fn;
}

/** The counts of several classes together. */
export function sumCounts(all: Iterable<ClassCounts>): ClassCounts {
  const sums = { tp: 0, fp: 0, fn: 0 };
  for (const counts of all) addCounts(sums, counts);
  return sums;
}

/**
 * True positives, false positives and false negatives of every class, each class against the rest. Counts of several
 * sources merge by addition, and rows can be removed again, so a sliding window costs O(1) a row.
 */
export class ConfusionCounts {
  readonly classes: readonly string[];
  private readonly counts: ReadonlyMap<string, MutableClassCounts>;

  /** @param classes every class of the model; other classes are rejected. */
  constructor(classes: readonly string[]) {
    this.classes = [...classes];
    this.counts = new Map(classes.map((name) => [name, { tp: 0, fp: 0, fn: 0 }]));
    if (this.counts.size !== classes.length) throw new RangeError('a class is listed twice');
  }

  /** Number of rows, or the sum of their weights. */
  get total(): number {
    const { tp, fn } = sumCounts(this.counts.values());
    return tp + fn;
  }

  /** Number of rows whose class was predicted correctly, or the sum of their weights. */
  get correct(): number {
    return sumCounts(this.counts.values()).tp;
  }

  /** Counts one row. @param weight how many rows it counts as. @throws RangeError for an unknown class. */
  add(actual: string, predicted: string, weight = 1): void {
    this.count(actual, predicted, weight);
  }

  /** Removes one row that was added, with its weight. @throws RangeError for an unknown class. */
  remove(actual: string, predicted: string, weight = 1): void {
    this.count(actual, predicted, -weight);
  }

  /** Adds the counts of another source over the same classes in the same order. */
  merge(other: ConfusionCounts): void {
    if (other.classes.join('\0') !== this.classes.join('\0')) throw new RangeError('the classes differ');
    for (const [name, counts] of other.counts) addCounts(this.countsOf(name), counts);
  }

  /** The counts of one class. @throws RangeError for an unknown class. */
  of(name: string): ClassCounts {
    return { ...this.countsOf(name) };
  }

  private count(actual: string, predicted: string, step: number): void {
    const wanted = this.countsOf(actual);
    const given = this.countsOf(predicted);
    if (wanted === given) {
      wanted.tp += step;
    } else {
      wanted.fn += step;
      given.fp += step;
    }
  }

  private countsOf(name: string): MutableClassCounts {
    const counts = this.counts.get(name);
    if (counts === undefined) throw new RangeError(`unknown class ${JSON.stringify(name)}`);
    return counts;
  }
}

/** How often one class was predicted for another one. */
export interface Confusion {
  readonly actual: string;
  readonly predicted: string;
  readonly rows: number;
}

/** Confusion counts that also keep how often each class was predicted for each other class. Memory grows with the rows. */
export class ConfusionMatrix extends ConfusionCounts {
  /** By actual class, then by predicted class; only what occurs. */
  private readonly cells = new Map<string, Map<string, number>>();

  /** How often `predicted` was given for `actual`; 0 for an unknown class. */
  timesTaken(actual: string, predicted: string): number {
    return this.cells.get(actual)?.get(predicted) ?? 0;
  }

  /** The counts as a table: one row per actual class, one column per predicted class, in the order of `classes`. */
  table(): number[][] {
    return this.classes.map((actual) => this.classes.map((predicted) => this.timesTaken(actual, predicted)));
  }

  /** What was confused most often, the most frequent first; equal ones in the order of the first row. */
  confusions(limit: number): Confusion[] {
    return [...this.cells]
      .flatMap(([actual, row]) => Array.from(row, ([predicted, rows]) => ({ actual, predicted, rows })))
      .filter(({ actual, predicted }) => actual !== predicted)
      .sort((one, other) => other.rows - one.rows)
      .slice(0, limit);
  }

  override add(actual: string, predicted: string, weight = 1): void {
    super.add(actual, predicted, weight);
    this.addTo(actual, predicted, weight);
  }

  override remove(actual: string, predicted: string, weight = 1): void {
    super.remove(actual, predicted, weight);
    this.addTo(actual, predicted, -weight);
  }

  override merge(other: ConfusionMatrix): void {
    super.merge(other);
    for (const [actual, row] of other.cells) {
      for (const [predicted, count] of row) this.addTo(actual, predicted, count);
    }
  }

  private addTo(actual: string, predicted: string, step: number): void {
    const row = this.cells.get(actual) ?? new Map<string, number>();
    const count = (row.get(predicted) ?? 0) + step;
    if (count === 0) row.delete(predicted);
    else row.set(predicted, count);
    if (row.size === 0) this.cells.delete(actual);
    else this.cells.set(actual, row);
  }
}
