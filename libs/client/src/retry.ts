import type { WaitingClock } from './clock.js';
import {
  type HttpAnswer,
  Interrupted,
  type ServiceHttp,
  refusalOf,
  ServiceUnreachable,
} from './service-http.js';

/** How often, and after which waits, a request is sent again. */
export interface RetryPolicy {
  readonly retries: number;
  /** The wait before the first retry; it doubles with each one. `Retry-After` overrides it. */
  readonly firstWaitMs: number;
  readonly maxWaitMs: number;
}

/** Five retries over about 15 seconds. */
export const retryPolicy: RetryPolicy = { retries: 5, firstWaitMs: 500, maxWaitMs: 30_000 };

/** The service is busy or down for the moment. */
const TEMPORARY_STATUSES = [429, 502, 503, 504];

/** Whether another attempt may change the answer, as for every one with `Retry-After`. */
function isTemporary({ status, retryAfterMs }: HttpAnswer): boolean {
  return TEMPORARY_STATUSES.includes(status) || retryAfterMs !== undefined;
}

/** Counts the attempts of a request. */
export interface AttemptObserver {
  answered(status: number, latencyMs: number): void;
  /** An attempt got no answer. */
  broken(): void;
  /** The request is about to be sent again. */
  retried(): void;
}

interface Attempts {
  readonly policy: RetryPolicy;
  readonly clock: WaitingClock;
  /** Ends the wait before a retry; a request that is under way is completed. */
  readonly signal?: AbortSignal;
  readonly observer?: AttemptObserver;
}

/**
 * Sends a request until there is an answer that another attempt would not change.
 * @throws {ServiceUnreachable} after the last attempt
 * @throws {Interrupted} when the signal is aborted before a retry
 */
export async function sendWithRetries(
  http: ServiceHttp,
  send: () => Promise<HttpAnswer>,
  { policy, clock, signal, observer }: Attempts,
): Promise<HttpAnswer> {
  for (let retry = 0; ; retry += 1) {
    const answer = await attempt(send, clock, observer);
    if (!(answer instanceof ServiceUnreachable) && !isTemporary(answer)) return answer;
    if (retry === policy.retries) throw gaveUp(http, answer, retry + 1);
    observer?.retried();
    const askedMs = answer instanceof ServiceUnreachable ? undefined : answer.retryAfterMs;
    const waitMs = askedMs ?? policy.firstWaitMs * 2 ** retry;
    await clock.sleep(Math.min(waitMs, policy.maxWaitMs), signal);
    if (signal?.aborted) throw new Interrupted();
  }
}

async function attempt(
  send: () => Promise<HttpAnswer>,
  clock: WaitingClock,
  observer: AttemptObserver | undefined,
): Promise<HttpAnswer | ServiceUnreachable> {
  const startedAt = clock.monotonicMs();
  try {
    const answer = await send();
    observer?.answered(answer.status, clock.monotonicMs() - startedAt);
    return answer;
  } catch (error) {
    if (!(error instanceof ServiceUnreachable)) throw error;
    observer?.broken();
    return error;
  }
}

function gaveUp(http: ServiceHttp, last: HttpAnswer | ServiceUnreachable, attempts: number) {
  if (last instanceof ServiceUnreachable) return http.unreachable(last.reason, attempts);
  return http.unreachable(`${last.status} ${refusalOf(last).detail}`, attempts);
}
