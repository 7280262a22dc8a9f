/** Rows that may be caught up with after a moment without any: those of so many seconds, or two batches. */
const SLACK_S = 0.1;

/**
 * A token bucket that begins with one batch: after any time t at most `slack + rate * t` rows were let through, so a
 * longer stall is not made up for.
 */
export class Pace {
  #ratePerS;
  #slack;
  #clock;
  #tokens;
  #filledAt;

  /** @param {number} ratePerS @param {number} batch rows @param {import('./clock.mjs').Clock} clock */
  constructor(ratePerS, batch, clock) {
    this.#ratePerS = ratePerS;
    this.#slack = Math.max(2 * batch, ratePerS * SLACK_S);
    this.#clock = clock;
    this.#tokens = batch;
    this.#filledAt = clock.now();
  }

  /** Resolves when so many rows, at most a batch, may be sent, when the time is over, or when the signal is aborted. */
  async take(rows, endsAt, signal) {
    this.#fill();
    while (this.#tokens < rows && this.#filledAt < endsAt && !signal.aborted) {
      const waitMs = ((rows - this.#tokens) * 1000) / this.#ratePerS;
      await this.#clock.sleep(Math.ceil(Math.min(waitMs, endsAt - this.#filledAt)), signal);
      this.#fill();
    }
    this.#tokens -= rows;
  }

  #fill() {
    const now = this.#clock.now();
    const earned = ((now - this.#filledAt) * this.#ratePerS) / 1000;
    this.#tokens = Math.min(this.#slack, this.#tokens + earned);
    this.#filledAt = now;
  }
}
