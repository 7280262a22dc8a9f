import { sleep } from './timeout.js';

/** Growing pauses between attempts, with jitter so that replicas do not try again at the same moment. */
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

/** When to try again. */
export interface RetryOptions {
  readonly pauseMs: number | Backoff;
  /** No attempt begins later than this after the call; without a limit by default. */
  readonly patienceMs?: number;
  /** Whether another attempt can help; it always can by default. */
  readonly isTransient?: (error: unknown) => boolean;
  /** Called before each pause. */
  readonly onRetry?: (error: unknown) => void;
  /** Ends the pauses; the last error is thrown. */
  readonly signal?: AbortSignal;
}

/** Attempts the work until it succeeds. Rejects with the last error when it cannot help to try again, or it is too late. */
export async function retry<Result>(
  attempt: () => Promise<Result>,
  { pauseMs, patienceMs = Infinity, isTransient = () => true, onRetry, signal }: RetryOptions,
): Promise<Result> {
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const nextMs = typeof pauseMs === 'number' ? pauseMs : pauseMs.nextMs();
      const late = performance.now() + nextMs > deadlineMs;
      if (late || signal?.aborted || !isTransient(error)) throw error;
      onRetry?.(error);
      await sleep(nextMs, signal);
      if (signal?.aborted) throw error;
    }
  }
}
