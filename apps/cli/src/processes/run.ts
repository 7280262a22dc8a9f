import { spawn } from 'node:child_process';
import { root } from '../installation/index.js';
import { Child } from './child.js';
import { guarded } from './orphan-guard.js';

/** Runs a command in the root folder with its output shown. Resolves to its exit code, 1 after a signal. */
export async function run(command: string, args: readonly string[]): Promise<number> {
  const { code } = await new Child(guarded(spawn(command, args, { cwd: root, stdio: 'inherit' }))).ended;
  return code ?? 1;
}

/**
 * Runs a command in the root folder. Resolves to its exit code, 1 after a signal, and all that it printed.
 * @throws Error with the code ENOENT when there is no such program.
 */
export async function capture(
  command: string,
  args: readonly string[],
): Promise<{ readonly code: number; readonly output: string }> {
  const child = guarded(spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] }));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const closed = new Promise((resolve) => child.once('close', resolve));
  const { code } = await new Child(child).ended;
  await closed;
  return { code: code ?? 1, output };
}
