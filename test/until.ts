import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 50;

/** For conditions that never hold, not for slow machines; below Jest's own limit, which names no condition. */
const LIMIT_MS = 500_000;

/**
 * Asks again until the answer is neither undefined nor false, and returns it. An error counts as no answer yet.
 * @throws Error that names what it waited for, caused by the last error, after `limitMs`.
 */
export async function until<Answer>(
  ask: () => Answer | undefined | false | Promise<Answer | undefined | false>,
  what = String(ask),
  limitMs = LIMIT_MS,
): Promise<Answer> {
  const deadline = performance.now() + limitMs;
  let cause: unknown;
  while (performance.now() < deadline) {
    try {
      const answer = await ask();
      cause = undefined;
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      cause = error;
    }
    await pause(POLL_MS);
  }
  throw new Error(`Not within ${limitMs / 1_000} s: ${what}`, { cause });
}
