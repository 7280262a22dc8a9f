/** Runs at most `concurrency` jobs at once and lets at most `capacity` wait, first come first served. */
export class WorkQueue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly concurrency: number,
    private readonly capacity: number,
  ) {}

  /** Whether one more job would be refused. */
  get isFull(): boolean {
    return this.running >= this.concurrency && this.waiting.length >= this.capacity;
  }

  /** Runs the job when its turn comes. Ask `isFull` first: a job given to a full queue waits beyond the capacity. */
  async run<Result>(job: () => Promise<Result>): Promise<Result> {
    if (this.running >= this.concurrency) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await job();
    } finally {
      this.handOver();
    }
  }

  /** The place of a job that ended goes to the next one that waits, without ever being free in between. */
  private handOver(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.running -= 1;
    else next();
  }
}
