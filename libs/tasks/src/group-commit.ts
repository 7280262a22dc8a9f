interface Waiting<Item, Result> {
  readonly items: readonly Item[];
  readonly resolve: (results: readonly Result[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes the items of all waiting requests together, one group after the other. It suits writers that would wait for the
 * same lock anyway. The items of one request are never split over two groups.
 */
export class GroupCommit<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private running = false;

  /**
   * @param maxItems a group takes requests until it has this many items.
   * @param write writes all items or none; returns a result for each, in their order.
   */
  constructor(
    private readonly maxItems: number,
    private readonly write: (items: readonly Item[]) => Promise<readonly Result[]>,
  ) {}

  /** Resolves with the results of the items, in their order. Rejects as `write` does. */
  add(items: readonly Item[]): Promise<readonly Result[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ items, resolve, reject });
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) await this.commit(this.take());
    this.running = false;
  }

  private async commit(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.write(group.flatMap(({ items }) => items));
      let start = 0;
      for (const { items, resolve } of group) {
        resolve(results.slice(start, start + items.length));
        start += items.length;
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  private take(): Waiting<Item, Result>[] {
    let items = 0;
    const end = this.waiting.findIndex((request) => (items += request.items.length) > this.maxItems);
    return this.waiting.splice(0, end < 0 ? this.waiting.length : Math.max(1, end));
  }
}
