/** Notes what this process runs on a data folder, for the commands that use it. */
export function noteRunning(
  env: Readonly<Record<string, string | undefined>>,
  command: string,
  urls: { readonly auth: string; readonly predict: string },
): void;

/** Removes the note of this process; that of another one on the same data folder stays. */
export function forgetRunning(env: Readonly<Record<string, string | undefined>>): void;
