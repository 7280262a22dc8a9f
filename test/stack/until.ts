import { setTimeout as pause } from 'node:timers/promises';

const PAUSE_MS = 100;

/** For answers that never come, not for slow machines. */
const LIMIT_MS = 300_000;

/** Asks again until there is an answer other than undefined. @throws Error with the last failure after some minutes. */
export async function until<Answer>(what: string, ask: () => Promise<Answer | undefined>): Promise<Answer> {
  const end = Date.now() + LIMIT_MS;
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
  throw new Error(`not within ${LIMIT_MS / 1_000} s: ${what}`, { cause: failure });
}
