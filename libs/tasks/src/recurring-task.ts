import { Clock } from './clock.js';
import { Backoff } from './retry.js';

/** What a task does, and how often. */
export interface RecurringTaskOptions {
  /** One run. The signal is aborted by `stop`, for a run of many steps. */
  readonly run: (signal: AbortSignal) => unknown;
  /** The time to the next run in ms; a function is called after each run. `Infinity` waits for `runNow` or `runWithin`. */
  readonly intervalMs: number | (() => number);
  /** The interval after a run that failed; `intervalMs` by default. A success resets a `Backoff`. */
  readonly retryMs?: number | Backoff;
  /** Time from `start` to the first run; `intervalMs` by default. */
  readonly firstDelayMs?: number;
  /** Whether intervals are measured from the start or the end of a run; from its end by default. */
  readonly measuredFrom?: 'start' | 'end';
  /** Receives what a run throws, and the time to the next run. Must not throw. */
  readonly onError: (error: unknown, nextMs: number) => void;
  readonly onSuccess?: () => void;
  readonly clock?: Pick<Clock, 'monotonicMs'>;
}

/**
 * Runs the same work again and again, never twice at once. Its timer does not keep the process alive, and an error does
 * not end it.
 */
export class RecurringTask {
  private readonly clock: Pick<Clock, 'monotonicMs'>;
  private timer: NodeJS.Timeout | undefined;
  /** When the next run is due, by the monotonic clock. */
  private dueMs = Infinity;
  private current: Promise<void> | undefined;
  private following: Promise<void> | undefined;
  private started = false;
  private stopping = new AbortController();

  constructor(private readonly options: RecurringTaskOptions) {
    this.clock = options.clock ?? new Clock();
  }

  /** Schedules the first run. A task that was stopped can be started again. */
  start(): void {
    if (this.started) return;
    this.started = true;
    if (this.stopping.signal.aborted) this.stopping = new AbortController();
    this.runWithin(this.options.firstDelayMs ?? valueOf(this.options.intervalMs));
  }

  /** Schedules no more runs. Resolves when the run under way, and those `runNow` was called for, are over. */
  async stop(): Promise<void> {
    this.started = false;
    this.stopping.abort();
    this.unschedule();
    while (this.following ?? this.current) await (this.following ?? this.current);
  }

  /**
   * Runs as soon as possible, whether the task is started or not. Resolves after a run that began after the call; calls
   * during one run share the run that follows it. Never rejects.
   */
  runNow(): Promise<void> {
    if (this.current === undefined) return (this.current = Promise.resolve().then(() => this.runOnce()));
    return (this.following ??= this.current.then(() => {
      this.following = undefined;
      return this.runNow();
    }));
  }

  /** Brings the next run forward, unless it is due earlier. Does nothing while the task is not started. */
  runWithin(delayMs: number): void {
    const dueMs = this.clock.monotonicMs() + delayMs;
    if (!this.started || dueMs >= this.dueMs) return;
    this.unschedule();
    this.dueMs = dueMs;
    // The end of the run under way sets the timer.
    if (this.current === undefined) this.setTimer(delayMs);
  }

  private async runOnce(): Promise<void> {
    this.unschedule();
    const startedMs = this.clock.monotonicMs();
    const intervalMs = await this.attempt();
    this.current = undefined;
    if (!this.started) return;
    const { measuredFrom = 'end' } = this.options;
    const nowMs = this.clock.monotonicMs();
    this.dueMs = Math.min(this.dueMs, (measuredFrom === 'end' ? nowMs : startedMs) + intervalMs);
    this.setTimer(Math.max(0, this.dueMs - nowMs));
  }

  /** Runs the work once; returns the interval to the next run. */
  private async attempt(): Promise<number> {
    const { run, intervalMs, retryMs = intervalMs, onError, onSuccess } = this.options;
    try {
      await run(this.stopping.signal);
    } catch (error) {
      const nextMs = retryMs instanceof Backoff ? retryMs.nextMs() : valueOf(retryMs);
      onError(error, nextMs);
      return nextMs;
    }
    if (retryMs instanceof Backoff) retryMs.reset();
    onSuccess?.();
    return valueOf(intervalMs);
  }

  private setTimer(delayMs: number): void {
    if (delayMs === Infinity) return;
    this.timer = setTimeout(() => void this.runNow(), delayMs).unref();
  }

  private unschedule(): void {
    clearTimeout(this.timer);
    this.dueMs = Infinity;
  }
}

function valueOf(intervalMs: number | (() => number)): number {
  return typeof intervalMs === 'number' ? intervalMs : intervalMs();
}
