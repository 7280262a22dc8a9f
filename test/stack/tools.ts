import { spawnSync } from 'node:child_process';

/** What a command printed and how it ended. */
export interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a command of the monitoring packages to its end, with `input` on its standard input. */
export function runTool(command: string, args: readonly string[], input = ''): Outcome {
  const { status, stdout, stderr, error } = spawnSync(command, args, { input, encoding: 'utf8' });
  if (error) throw error;
  return { status, output: `${stdout}${stderr}` };
}
