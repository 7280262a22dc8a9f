/** For conditions that never hold, not for slow machines. */
const limitMs = 300_000;
const pollMs = 20;

/** Resolves when the condition holds; rejects after some minutes, naming it. */
export async function eventually(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
