import type { Leases } from './leases.js';

/** Reads the result of one row out of a run of several. */
export type ReadResult<Result> = (place: number) => Result;

interface Waiting<Row, Result> {
  readonly row: Row;
  readonly sinceMs: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** How a batcher runs rows and how many at once. */
export interface BatcherOptions<Row, Result> {
  readonly run: (rows: readonly Row[]) => Promise<ReadResult<Result>>;
  readonly maxRows: number;
  /** Told with every run how many rows it left waiting for the next one. */
  readonly onQueue: (waiting: number) => void;
  /** Out for every row that was added and has no result yet. */
  readonly leases: Leases;
  /** Told when a row has its result; `sinceMs` is `performance.now()` of its arrival. */
  readonly onAnswer: (sinceMs: number) => void;
}

/**
 * Collects the rows that arrive within one turn of the event loop and runs them together. It waits for nothing
 * but the end of the turn, so a lone row is not delayed. Rows over the cap wait for the next turn.
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
    this.waiting = batch.length > this.options.maxRows ? batch.splice(this.options.maxRows) : [];
    if (this.waiting.length > 0) setImmediate(this.flush);
    this.options.onQueue(this.waiting.length);
    void this.runTogether(batch);
  };

  private async runTogether(batch: readonly Waiting<Row, Result>[]): Promise<void> {
    try {
      this.settle(batch, await this.options.run(batch.map(({ row }) => row)));
    } catch (error) {
      if (batch.length === 1) return this.fail(batch[0] as Waiting<Row, Result>, error);
      // One row that the model cannot take must not fail its neighbours.
      for (const alone of batch) void this.runTogether([alone]);
    }
  }

  private settle(batch: readonly Waiting<Row, Result>[], read: ReadResult<Result>): void {
    for (let place = 0; place < batch.length; place++) {
      const waiting = batch[place] as Waiting<Row, Result>;
      try {
        waiting.resolve(read(place));
        this.options.onAnswer(waiting.sinceMs);
        this.options.leases.give();
      } catch (error) {
        this.fail(waiting, error);
      }
    }
  }

  private fail(waiting: Waiting<Row, Result>, error: unknown): void {
    waiting.reject(error);
    this.options.leases.give();
  }
}
