/** Sums over rows that come and go. */
export interface RunningScores<Value> {
  add(actual: Value, predicted: Value): void;
  remove(actual: Value, predicted: Value): void;
}

/** One row of a window. */
export interface WindowRow<Value> {
  readonly position: number;
  readonly revision: number;
  readonly predicted: Value;
  readonly actual: Value;
}

/**
 * The rows with the highest `size` positions, without those that were let go, kept in step with the scores over them.
 * Rows may arrive in any order and more than once: the highest revision of a position counts, so every replica that sees
 * all rows ends with the same window. O(1) a row.
 */
export class FeedbackWindow<Value> {
  private readonly slots: (WindowRow<Value> | undefined)[] = [];
  private newest = 0;
  private gone = 0;
  private count = 0;

  constructor(
    readonly size: number,
    private readonly scores: RunningScores<Value>,
  ) {}

  /** Number of rows in the window. */
  get rows(): number {
    return this.count;
  }

  /** The last position that has left the window. */
  get passed(): number {
    return Math.max(this.gone, this.newest - this.size);
  }

  /** Adds a row or its correction; one that has left the window is ignored. */
  apply(row: WindowRow<Value>): void {
    if (row.position <= this.passed) return;
    this.slideTo(row.position);
    const slot = row.position % this.size;
    const known = this.slots[slot];
    if (known !== undefined && known.revision >= row.revision) return;
    this.drop(slot);
    this.slots[slot] = row;
    this.count += 1;
    this.scores.add(row.actual, row.predicted);
  }

  /** Lets go of every row up to a position; none of them comes back. */
  passTo(position: number): void {
    const last = Math.min(position, this.newest);
    for (let next = this.passed + 1; next <= last; next += 1) this.drop(next % this.size);
    this.gone = Math.max(this.gone, position);
  }

  private slideTo(position: number): void {
    const steps = Math.min(position - this.newest, this.size);
    for (let step = 0; step < steps; step += 1) this.drop((position - step) % this.size);
    this.newest = Math.max(this.newest, position);
  }

  private drop(slot: number): void {
    const row = this.slots[slot];
    if (row === undefined) return;
    this.slots[slot] = undefined;
    this.count -= 1;
    this.scores.remove(row.actual, row.predicted);
  }
}
