import { spawn } from 'node:child_process';
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
  tell(`started ${pid}`);
  child.once('exit', () => tell(`ended ${pid}`));
  return child;
}

/** By a pipe: what is in it is read also when this process is gone before the guard has begun. */
function tell(line) {
  guard ??= startGuard();
  guard.stdin?.write(`${line}\n`);
}

function startGuard() {
  const file = join(import.meta.dirname, 'orphan-guard-process.mjs');
  const started = spawn(process.execPath, [file], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  // Without a guard, children still end when they are told to.
  started.once('error', () => {});
  started.stdin?.on('error', () => {}).unref();
  started.unref();
  return started;
}
