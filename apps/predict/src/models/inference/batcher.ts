/** Reads the result of one row from a run of several. */
export type ReadResult<Result> = (place: number) => Result;

/** Counts the uses of something that may be freed only when it is not in use. */
export class Leases {
  private taken = 0;
  private onReturned: (() => void) | undefined;

  take(): void {
    this.taken += 1;
  }

  give(): void {
    this.taken -= 1;
    if (this.taken === 0) this.onReturned?.();
  }

  /** Resolves when no lease is taken. */
  async returned(): Promise<void> {
    while (this.taken > 0) await new Promise<void>((resolve) => (this.onReturned = resolve));
  }
}

interface Waiting<Row, Result> {
  readonly row: Row;
  readonly sinceMs: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** How a batcher runs rows. */
export interface BatcherOptions<Row, Result> {
  readonly run: (rows: readonly Row[]) => Promise<ReadResult<Result>>;
  /** Rows of the next run at most. */
  readonly maxRows: () => number;
  /** Whether rows that failed together may succeed alone. */
  readonly mayRunAlone: (error: unknown) => boolean;
  /** Receives, with every run, the number of rows that wait for the next one. */
  readonly onQueue: (waiting: number) => void;
  /** One is taken for every row that has no result yet. */
  readonly leases: Leases;
  /** Called when a row has its result; `sinceMs` is `performance.now()` of its arrival. */
  readonly onAnswer: (sinceMs: number) => void;
}

/**
 * Collects the rows that arrive within one turn of the event loop and runs them together. It waits only for the end of
 * the turn, so a single row is not delayed. Rows over the limit wait for the next turn.
 */
export class Batcher<Row, Result> {
  private waiting: Waiting<Row, Result>[] = [];

  constructor(private readonly options: BatcherOptions<Row, Result>) {}

  /** Resolves with the result of the row. */
  add(row: Row): Promise<Result> {
    this.options.leases.take();
    return new Promise((resolve, reject) => {
      if (this.waiting.push({ row, sinceMs: performance.now(), resolve, reject }) === 1)
        setImmediate(this.flush);
    });
  }

  private readonly flush = (): void => {
    const batch = this.waiting;
    const maxRows = this.options.maxRows();
    this.waiting = batch.length > maxRows ? batch.splice(maxRows) : [];
    if (this.waiting.length > 0) setImmediate(this.flush);
    this.options.onQueue(this.waiting.length);
    void this.runTogether(batch);
  };

  private async runTogether(batch: readonly Waiting<Row, Result>[]): Promise<void> {
    try {
      this.settle(batch, await this.options.run(batch.map(({ row }) => row)));
    } catch (error) {
      // A row that the model cannot process must not fail the others.
      if (batch.length > 1 && this.options.mayRunAlone(error))
        for (const waiting of batch) void this.runTogether([waiting]);
      else for (const waiting of batch) this.fail(waiting, error);
    }
  }

  private settle(batch: readonly Waiting<Row, Result>[], read: ReadResult<Result>): void {
    let place = 0;
    for (const waiting of batch) {
      try {
        waiting.resolve(read(place));
        this.options.onAnswer(waiting.sinceMs);
        this.options.leases.give();
      } catch (error) {
        this.fail(waiting, error);
      }
      place += 1;
    }
  }

  private fail(waiting: Waiting<Row, Result>, error: unknown): void {
    waiting.reject(error);
    this.options.leases.give();
  }
}

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
