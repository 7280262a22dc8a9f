/** A run that holds the thread longer halves the rows of the next one. */
const SLOW_MS = 30;
/** A run that is faster doubles them. */
const FAST_MS = 10;

/**
 * How many rows are run together: as many as allowed, but fewer while runs hold the thread for long: rows may
 * differ in cost, as long texts do.
 */
export class RunSize {
  private size: number;

  constructor(private readonly maxRows: number) {
    this.size = maxRows;
  }

  /** Rows of the next run at most. */
  get rows(): number {
    return this.size;
  }

  /** A run of this many rows held the thread so long. */
  ran(rows: number, heldMs: number): void {
    if (heldMs > SLOW_MS) this.size = Math.max(1, rows >> 1);
    else if (heldMs < FAST_MS) this.size = Math.min(this.maxRows, this.size * 2);
  }
}
