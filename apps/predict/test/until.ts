const POLL_MS = 50;

/** For conditions that never hold, not for slow machines. */
const LIMIT_MS = 300_000;

/** Resolves when the condition holds. @throws Error that shows the condition when it does not within minutes. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within ${LIMIT_MS} ms: ${String(condition)}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
