import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { root } from '../installation/index.js';

let guard: ChildProcess | undefined;

/**
 * Ends the child once this process is gone, however it ended. A separate process watches, which survives kill -9 and a
 * closed terminal.
 */
export function guarded<Guarded extends ChildProcess>(child: Guarded): Guarded {
  const { pid } = child;
  if (pid === undefined) return child;
  guardProcess(pid);
  child.once('exit', () => unguardProcess(pid));
  return child;
}

/** As `guarded`, for a process that may be no child, until `unguardProcess`: once it has ended, another may get its id. */
export function guardProcess(pid: number): void {
  report(`started ${pid}`);
}

export function unguardProcess(pid: number): void {
  report(`ended ${pid}`);
}

/** As `guarded`, for whichever server has its id in the first line of the file then. */
export function guardServer(pidFile: string): void {
  report(`server ${pidFile}`);
}

/** Writes to a pipe, whose content the guard reads also when this process is gone before the guard has begun. */
function report(line: string): void {
  guard ??= startGuard();
  guard.stdin?.write(`${line}\n`);
}

function startGuard(): ChildProcess {
  const file = join(root, 'scripts/orphan-guard.mjs');
  const started = spawn(process.execPath, [file], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  // Without a guard, children still end when this process stops them.
  started.once('error', () => {});
  started.stdin.on('error', () => {});
  if (started.stdin instanceof Socket) started.stdin.unref();
  started.unref();
  return started;
}
