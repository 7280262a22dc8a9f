import type { WaitingClock } from '@plumbline/client';

/** After a stall, the rows of this many seconds may be caught up with, or two batches. */
const SLACK_S = 0.1;

/**
 * A token bucket that begins with one batch: after any time t it has let through at most `slack + rate * t` rows, so a
 * longer stall is not made up for.
 */
export class Pace {
  private readonly slack: number;
  private tokens: number;
  private filledAtMs: number;

  /** @param batch rows of the largest request */
  constructor(
    private readonly ratePerS: number,
    batch: number,
    private readonly clock: WaitingClock,
  ) {
    this.slack = Math.max(2 * batch, ratePerS * SLACK_S);
    this.tokens = batch;
    this.filledAtMs = clock.monotonicMs();
  }

  /** Resolves when so many rows, at most a batch, may be sent, when the time is over, or when the signal is aborted. */
  async take(rows: number, endsAtMs: number, signal: AbortSignal): Promise<void> {
    this.fill();
    while (this.tokens < rows && this.filledAtMs < endsAtMs && !signal.aborted) {
      const waitMs = ((rows - this.tokens) * 1000) / this.ratePerS;
      await this.clock.sleep(Math.ceil(Math.min(waitMs, endsAtMs - this.filledAtMs)), signal);
      this.fill();
    }
    this.tokens -= rows;
  }

  private fill(): void {
    const nowMs = this.clock.monotonicMs();
    const earned = ((nowMs - this.filledAtMs) * this.ratePerS) / 1000;
    this.tokens = Math.min(this.slack, this.tokens + earned);
    this.filledAtMs = nowMs;
  }
}
