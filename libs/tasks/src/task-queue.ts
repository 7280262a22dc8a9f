/**
 * Runs at most `concurrency` tasks at once, by default one after the other, in the order in which they came. A task that
 * fails does not affect the others.
 */
export class TaskQueue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly concurrency = 1,
    private readonly capacity = Infinity,
  ) {}

  /** Whether `capacity` tasks wait. `run` does not reject then: a caller that sheds load asks first. */
  get isFull(): boolean {
    return this.running >= this.concurrency && this.waiting.length >= this.capacity;
  }

  /** Runs the task when its turn comes; resolves or rejects as it does. */
  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.running >= this.concurrency) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await task();
    } finally {
      this.handOver();
    }
  }

  /** The place of a task that ended goes to the next one, without ever being free in between. */
  private handOver(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.running -= 1;
    else next();
  }
}

/**
 * Runs tasks with the same key one after the other. When a task fails, those already waiting behind it fail with its
 * error: they would meet the same trouble, only later.
 */
export class KeyedQueue {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Resolves or rejects as the task does, or rejects as the one before it. */
  run<Result>(key: string, task: () => Promise<Result>): Promise<Result> {
    const before = this.last.get(key) ?? Promise.resolve();
    const result = before.then(task);
    this.last.set(key, result);
    const leave = () => {
      if (this.last.get(key) === result) this.last.delete(key);
    };
    result.then(leave, leave);
    return result;
  }
}
