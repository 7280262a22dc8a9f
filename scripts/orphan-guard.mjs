import { fork } from 'node:child_process';
import { join } from 'node:path';

let guard;

/**
 * Ends the child when this process is gone, however it ended: a process of its own watches, which also kill -9 and a
 * closed terminal leave alone.
 * @template {import('node:child_process').ChildProcess} Child
 * @param {Child} child
 * @returns {Child}
 */
export function guarded(child) {
  const { pid } = child;
  if (pid === undefined) return child;
  tell({ started: pid });
  child.once('exit', () => tell({ ended: pid }));
  return child;
}

function tell(message) {
  guard ??= startGuard();
  // A guard that was killed is no reason to fail.
  guard.send(message, () => {});
}

function startGuard() {
  const file = join(import.meta.dirname, 'orphan-guard-process.mjs');
  const started = fork(file, { detached: true, execArgv: [], stdio: 'ignore' });
  // Without one, a child that is told to end still ends.
  started.once('error', () => {});
  started.unref();
  started.channel?.unref();
  return started;
}
