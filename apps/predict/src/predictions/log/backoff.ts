/** Growing pauses between attempts, with jitter so that replicas do not come back at the same moment. */
export class Backoff {
  private failures = 0;

  constructor(
    private readonly firstMs: number,
    private readonly maxMs: number,
    private readonly random: () => number = Math.random,
  ) {}

  /** The pause after one more failure, in ms: doubled each time, between half of that and all of it. */
  nextMs(): number {
    const fullMs = Math.min(this.maxMs, this.firstMs * 2 ** this.failures);
    this.failures += 1;
    return fullMs * (0.5 + this.random() / 2);
  }

  /** After a success the next pause is the shortest again. */
  reset(): void {
    this.failures = 0;
  }
}
