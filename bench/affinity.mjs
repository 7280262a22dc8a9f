import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The cores that servers and load generator get, or undefined where pinning is not possible. */
export const cores = chooseCores();

/** The command line that runs `command` on one core. */
export function pinnedCommand(core, [command, ...args]) {
  return core === undefined ? [command, ...args] : ['taskset', '-c', String(core), command, ...args];
}

/** Moves all threads of running processes to one core; their future children follow. */
export function pinProcesses(pids, core) {
  if (core === undefined) return;
  for (const pid of pids) {
    try {
      execFileSync('taskset', ['-a', '-c', '-p', String(core), String(pid)], { stdio: 'ignore' });
    } catch {
      // The process has ended between being listed and being moved.
    }
  }
}

function chooseCores() {
  const allowed = allowedCores();
  if (allowed.length < 2 || !hasTaskset()) return { server: undefined, generator: undefined };
  return { server: allowed[0], generator: allowed[1] };
}

function allowedCores() {
  try {
    const list = /Cpus_allowed_list:\s*(\S+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
    return list.split(',').flatMap((range) => {
      const [first, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
  } catch {
    return [];
  }
}

function hasTaskset() {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
