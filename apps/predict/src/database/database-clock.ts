import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type Metric, MetricSet } from '@plumbline/metrics';
import { serverTime } from '@plumbline/postgres';
import { Clock, RecurringTask } from '@plumbline/tasks';
import { DatabaseAvailability } from './database-availability.js';
import { PredictDatabase } from './predict-database.js';

const INTERVAL_MS = 10_000;
/** A measurement that took longer says little about the difference. */
const MAX_DURATION_MS = 1_000;
/** A smaller difference may come from the measurement. */
const MIN_SKEW_MS = 1_000;

/**
 * Compares the clock of this process with that of the database, which all replicas agree on. Between the measurements the time
 * of the database is known by the monotonic clock, so that a jump of the clock of this process changes nothing, also while the
 * database is away.
 */
@Injectable()
export class DatabaseClock implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly skewSeconds: Metric<'clock_skew_seconds'>;
  /** The time of the database at a moment of the monotonic clock, both in ms; undefined before the first measurement. */
  private measured: { readonly serverMs: number; readonly monotonicMs: number } | undefined;
  private readonly task = new RecurringTask({
    run: () => this.availability.attempt(() => this.measure()),
    intervalMs: INTERVAL_MS,
    // The availability logs an outage; the last difference stays.
    onError: () => undefined,
  });

  constructor(
    private readonly database: PredictDatabase,
    private readonly availability: DatabaseAvailability,
    private readonly clock: Clock,
    metrics: MetricSet,
  ) {
    this.skewSeconds = metrics.get('clock_skew_seconds');
  }

  /** How far the clock of this process is ahead of the database, in ms; 0 while they are less than a second apart. */
  get skewMs(): number {
    if (this.measured === undefined) return 0;
    const { serverMs, monotonicMs } = this.measured;
    const skewMs = this.clock.now().getTime() - (serverMs + this.clock.monotonicMs() - monotonicMs);
    return Math.abs(skewMs) < MIN_SKEW_MS ? 0 : skewMs;
  }

  /** The time by the clock of the database; by that of this process before the first measurement. */
  now(): Date {
    return new Date(this.clock.now().getTime() - this.skewMs);
  }

  /** Measures before the first request, whose prediction would get an id with the time of a wrong clock. */
  async onApplicationBootstrap(): Promise<void> {
    await this.task.runNow();
    this.task.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.task.stop();
  }

  /** Measures the difference once. */
  async measure(): Promise<void> {
    const [startedMs, startedAt] = [this.clock.monotonicMs(), this.clock.now().getTime()];
    const serverMs = (await this.database.run(serverTime)).getTime();
    const durationMs = this.clock.monotonicMs() - startedMs;
    if (durationMs > MAX_DURATION_MS) return;
    this.measured = { serverMs, monotonicMs: startedMs + durationMs / 2 };
    this.skewSeconds.set((startedAt + durationMs / 2 - serverMs) / 1_000);
  }
}
