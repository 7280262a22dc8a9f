import { addSeconds } from '@plumbline/tasks';

/** Failed sign-ins counted for one limit. */
export interface Attempts {
  readonly failures: number;
  readonly lastFailedAt: Date | null;
  readonly blockedUntil: Date | null;
}

/** How many failures cause no delay, the maximum delay, and when failures are forgotten. */
export interface AttemptLimit {
  readonly freeFailures: number;
  readonly maxDelayS: number;
  readonly forgetAfterS: number;
}

/** Seconds until the next attempt is allowed, rounded up; 0 when it is allowed now. */
export function secondsBlocked({ blockedUntil }: Attempts, now: Date): number {
  if (blockedUntil === null) return 0;
  return Math.max(0, Math.ceil((blockedUntil.getTime() - now.getTime()) / 1000));
}

/**
 * The count after one more failure. From the last free failure on, each one blocks: for 1 s, 2 s, 4 s and so on up to the
 * maximum delay. Old failures are forgotten.
 */
export function withFailure(attempts: Attempts, limit: AttemptLimit, now: Date): Attempts {
  const failures = (isForgotten(attempts, limit, now) ? 0 : attempts.failures) + 1;
  const beyond = failures - limit.freeFailures;
  const delayS = beyond < 0 ? 0 : Math.min(limit.maxDelayS, 2 ** Math.min(beyond, 30));
  return { failures, lastFailedAt: now, blockedUntil: delayS === 0 ? null : addSeconds(now, delayS) };
}

function isForgotten({ lastFailedAt }: Attempts, { forgetAfterS }: AttemptLimit, now: Date): boolean {
  return lastFailedAt === null || addSeconds(lastFailedAt, forgetAfterS) <= now;
}
