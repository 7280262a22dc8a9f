import { until } from '../until.js';

/** For what never happens, not for slow machines. */
const HANG_LIMIT_MS = 480_000;

/** Like `until`, within eight minutes. */
export function eventually<Answer>(
  ask: () => Answer | undefined | false | Promise<Answer | undefined | false>,
  what: string,
): Promise<Answer> {
  return until(ask, what, HANG_LIMIT_MS);
}
