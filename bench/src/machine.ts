import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, platform, release } from 'node:os';

/** The core of the servers and that of the load generator; undefined where processes cannot be pinned. */
export interface Cores {
  readonly server: number | undefined;
  readonly generator: number | undefined;
}

/** The cores that this run uses. */
export const cores: Cores = chooseCores();

/** The command line that runs `command` on one core. */
export function pinnedCommand(
  core: number | undefined,
  command: readonly [string, ...string[]],
): [string, ...string[]] {
  return core === undefined ? [...command] : ['taskset', '-c', String(core), ...command];
}

/** Moves all threads of running processes to one core; their future children follow. */
export function pinProcesses(pids: readonly number[], core: number | undefined): void {
  if (core === undefined) return;
  for (const pid of pids) {
    try {
      execFileSync('taskset', ['-a', '-c', '-p', String(core), String(pid)], { stdio: 'ignore' });
    } catch {
      // The process has ended between being listed and being moved.
    }
  }
}

/** The machine that a run was measured on. */
export interface Machine {
  readonly cpu: string | undefined;
  readonly cores: number;
  readonly system: string;
  readonly node: string;
  readonly pinned: Cores;
}

/** Describes this machine. */
export function machine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim(),
    cores: cpus().length,
    system: `${platform()} ${release()} ${arch()}`,
    node: process.versions.node,
    pinned: cores,
  };
}

function chooseCores(): Cores {
  const allowed = allowedCores();
  if (allowed.length < 2 || !hasTaskset()) return { server: undefined, generator: undefined };
  return { server: allowed[0], generator: allowed[1] };
}

function allowedCores(): number[] {
  try {
    const list = /Cpus_allowed_list:\s*(\S+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
    return list.split(',').flatMap((range) => {
      const [first = 0, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
  } catch {
    return [];
  }
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
