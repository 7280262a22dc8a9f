import { addSeconds } from '../clock.js';

/** Failed sign-ins counted for one thing that is limited. */
export interface Attempts {
  readonly failures: number;
  readonly lastFailedAt: Date | null;
  readonly blockedUntil: Date | null;
}

/** How many failures are free, and how the delay after more of them grows and is forgotten. */
export interface AttemptLimit {
  readonly freeFailures: number;
  readonly maxDelayS: number;
  readonly forgetAfterS: number;
}

/** Seconds, rounded up, until the next attempt is allowed; 0 when it is now. */
export function secondsBlocked({ blockedUntil }: Attempts, now: Date): number {
  if (blockedUntil === null) return 0;
  return Math.max(0, Math.ceil((blockedUntil.getTime() - now.getTime()) / 1000));
}

/**
 * The count after one more failure. From the last free one on each failure blocks: 1 s, 2 s, 4 s and so on up to the
 * greatest delay. Failures long enough ago are forgotten.
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
