import { setTimeout as pause } from 'node:timers/promises';

const PAUSE_MS = 100;

/** Asks again until there is an answer other than undefined. @throws Error with the last failure after the deadline. */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined>,
  deadlineMs = 30_000,
): Promise<Answer> {
  const end = Date.now() + deadlineMs;
  let failure: unknown;
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      failure = error;
    }
    await pause(PAUSE_MS);
  }
  throw new Error(`not within ${deadlineMs / 1_000} s: ${what}`, { cause: failure });
}
