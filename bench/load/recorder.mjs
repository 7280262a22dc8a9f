import { performance } from 'node:perf_hooks';

/** Latencies kept for the percentiles; more answers than this are counted only. */
const MAX_SAMPLES = 2_000_000;

/** A generator that sends this much after the due time is disturbed, and so is what it measures. */
const LATE_MS = 0.5;

/** Collects answers from the end of the warm-up to the end of the measured window. */
export class Recorder {
  ended = false;
  #order;
  #onMeasuring;
  #measureFrom = 0;
  #measureUntil = 0;
  #measuring = false;
  #lastAt = 0;
  #answers = 0;
  #failures = new Map();
  #latenciesMs;
  #cpuBefore;
  #sends = 0;
  #lateSends = 0;

  constructor(order, onMeasuring) {
    this.#order = order;
    this.#onMeasuring = onMeasuring;
    this.#latenciesMs = new Float64Array(MAX_SAMPLES);
  }

  begin(now) {
    this.#measureFrom = now + this.#order.warmupMs;
    this.#measureUntil = this.#measureFrom + (this.#order.durationMs ?? Infinity);
  }

  /** @param {number} startedAt when the request was sent, or due @param {number} now @param {number} status */
  record(startedAt, now, status) {
    if (now < this.#measureFrom || this.ended) return;
    if (!this.#measuring) this.#startMeasuring(now);
    if (status !== 200) this.#failures.set(status, (this.#failures.get(status) ?? 0) + 1);
    if (this.#answers < MAX_SAMPLES) this.#latenciesMs[this.#answers] = now - startedAt;
    this.#answers += 1;
    this.#lastAt = now;
    this.ended = now >= this.#measureUntil || this.#answers >= (this.#order.requests ?? Infinity);
  }

  /** Told when a free connection could send; by how much the generator itself was late, when positive. */
  late(byMs) {
    if (!this.#measuring || byMs < 0) return;
    this.#sends += 1;
    if (byMs > LATE_MS) this.#lateSends += 1;
  }

  report() {
    const seconds = (this.#lastAt - this.#measureFrom) / 1000;
    const { user, system } = process.cpuUsage(this.#cpuBefore);
    const sorted = this.#latenciesMs.subarray(0, Math.min(this.#answers, MAX_SAMPLES)).sort();
    return {
      answers: this.#answers,
      failures: Object.fromEntries(this.#failures),
      seconds,
      ratePerS: this.#answers / seconds,
      p50Ms: quantile(sorted, 0.5),
      p99Ms: quantile(sorted, 0.99),
      maxMs: sorted.at(-1),
      generatorLate: this.#sends === 0 ? undefined : this.#lateSends / this.#sends,
      generatorBusy: (user + system) / 1e6 / seconds,
    };
  }

  #startMeasuring(now) {
    this.#measuring = true;
    this.#measureFrom = now;
    this.#cpuBefore = process.cpuUsage();
    this.#lastAt = performance.now();
    this.#onMeasuring();
  }
}

/** The nearest-rank quantile of sorted values. */
function quantile(sorted, q) {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
}
