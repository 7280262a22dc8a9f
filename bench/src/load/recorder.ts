import { performance } from 'node:perf_hooks';
import type { Load } from './run-load.js';

/** Latencies kept for the percentiles; more answers than this are counted only. */
const MAX_SAMPLES = 2_000_000;

/** A generator that sends this much after the due time is disturbed, and so is what it measures. */
const LATE_MS = 0.5;

/** What one window of load has measured. */
export interface LoadReport {
  /** With 200; the latencies are theirs. */
  readonly answers: number;
  /** Answers other than 200, by status. */
  readonly failures: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly ratePerS: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Share of the requests of an open loop that the generator sent late. */
  readonly generatorLate?: number;
  /** Share of its core that the generator used. */
  readonly generatorBusy: number;
}

/** Collects answers from the end of the warm-up to the end of the measured window. */
export class Recorder {
  ended = false;
  private measureFrom = 0;
  private measureUntil = 0;
  private measuring = false;
  private lastAt = 0;
  private answers = 0;
  private readonly failures = new Map<number, number>();
  private readonly latenciesMs = new Float64Array(MAX_SAMPLES);
  private cpuBefore = process.cpuUsage();
  private sends = 0;
  private lateSends = 0;

  constructor(
    private readonly load: Load,
    private readonly onMeasuring: () => void,
  ) {}

  begin(now: number): void {
    this.measureFrom = now + this.load.warmupMs;
    this.measureUntil = this.measureFrom + (this.load.durationMs ?? Infinity);
  }

  /** @param startedAt when the request was sent, or due */
  record(startedAt: number, now: number, status: number): void {
    if (now < this.measureFrom || this.ended) return;
    if (!this.measuring) this.startMeasuring(now);
    if (status === 200) {
      if (this.answers < MAX_SAMPLES) this.latenciesMs[this.answers] = now - startedAt;
      this.answers += 1;
    } else {
      this.failures.set(status, (this.failures.get(status) ?? 0) + 1);
    }
    this.lastAt = now;
    this.ended = now >= this.measureUntil || this.answers >= (this.load.requests ?? Infinity);
  }

  /** Called when a free connection could send; a positive `byMs` is how late the generator itself was. */
  late(byMs: number): void {
    if (!this.measuring || byMs < 0) return;
    this.sends += 1;
    if (byMs > LATE_MS) this.lateSends += 1;
  }

  report(): LoadReport {
    const seconds = (this.lastAt - this.measureFrom) / 1000;
    const { user, system } = process.cpuUsage(this.cpuBefore);
    const sorted = this.latenciesMs.subarray(0, Math.min(this.answers, MAX_SAMPLES)).sort();
    return {
      answers: this.answers,
      failures: Object.fromEntries(this.failures),
      seconds,
      ratePerS: this.answers / seconds,
      p50Ms: quantile(sorted, 0.5),
      p99Ms: quantile(sorted, 0.99),
      maxMs: quantile(sorted, 1),
      generatorLate: this.sends === 0 ? undefined : this.lateSends / this.sends,
      generatorBusy: (user + system) / 1e6 / seconds,
    };
  }

  private startMeasuring(now: number): void {
    this.measuring = true;
    this.measureFrom = now;
    this.cpuBefore = process.cpuUsage();
    this.lastAt = performance.now();
    this.onMeasuring();
  }
}

/** The nearest-rank quantile of sorted values; NaN without values. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? NaN;
}
