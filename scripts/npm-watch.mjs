import { readFileSync } from 'node:fs';

const POLL_MS = 500;

/**
 * Ends this process, as SIGTERM does, when the npm that runs it is gone: npm passes a signal on to the shell between
 * them, which does not pass it on. Without npm it does nothing.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function endWithNpm(env = process.env) {
  if (env.npm_lifecycle_event === undefined) return;
  const atStart = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === atStart) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, POLL_MS).unref();
}

/** The shell and npm, or npm alone where the shell replaced itself by this process. */
function ancestors() {
  const { ppid } = process;
  const { name, parent } = statOf(ppid);
  return /^(ba|da|z|k|a)?sh$/.test(name) ? `${ppid} ${parent}` : String(ppid);
}

/** Nothing where the system has no /proc; its shells replace themselves. */
function statOf(pid) {
  try {
    const [, name = '', parent] = /\((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { name, parent };
  } catch {
    return { name: '', parent: undefined };
  }
}
