import { columnQuantile } from '@plumbline/evaluation';

/** Latencies kept for the quantiles; later answers are counted only. */
const MAX_LATENCIES = 1_000_000;

/** What came back: answers by status with their latency, and requests without an answer. */
export class AnswerLog {
  retries = 0;
  broken = 0;
  #byStatus = new Map();
  #latenciesMs = [];

  /** @param {number} status @param {number} latencyMs */
  answered(status, latencyMs) {
    this.#byStatus.set(status, (this.#byStatus.get(status) ?? 0) + 1);
    if (this.#latenciesMs.length < MAX_LATENCIES) this.#latenciesMs.push(latencyMs);
  }

  /** Number of answers by status, in the order of the statuses. */
  get byStatus() {
    return Object.fromEntries([...this.#byStatus].sort(([one], [other]) => one - other));
  }

  get serverErrors() {
    return [...this.#byStatus].reduce((total, [status, count]) => total + (status >= 500 ? count : 0), 0);
  }

  /** Undefined without answers. */
  get latencyMs() {
    if (this.#latenciesMs.length === 0) return undefined;
    return { p50: columnQuantile(this.#latenciesMs, 0.5), p99: columnQuantile(this.#latenciesMs, 0.99) };
  }
}
