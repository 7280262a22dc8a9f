import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** A process of this machine. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** When it started, which tells it from a later one with its pid. */
  readonly start: string;
  readonly command: string;
}

/** The processes of this machine that have not ended. */
export function processes(): Process[] {
  if (!existsSync('/proc/self/stat')) return processesOfPs();
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => readProcess(pid) ?? []);
}

/** Undefined when it has ended. */
function readProcess(pid: string): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in parentheses, may have spaces.
    const [state, parent, ...more] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return state === 'Z'
      ? undefined
      : { pid: Number(pid), parent: Number(parent), start: more[17]!, command };
  } catch {
    return undefined;
  }
}

/** Where there is no /proc, as on macOS. */
function processesOfPs(): Process[] {
  const columns = ['pid=', 'ppid=', 'stat=', 'lstart=', 'args='].flatMap((column) => ['-o', column]);
  const lines = execFileSync('ps', ['-A', ...columns], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, state = '', start = '', command = ''] =
      /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined || state.startsWith('Z')
      ? []
      : [{ pid: Number(pid), parent: Number(parent), start, command }];
  });
}

/** What a process has started, directly or not, and still runs; itself included. */
export function familyOf(root: number): Process[] {
  const all = processes();
  const family = all.filter(({ pid }) => pid === root);
  for (const member of family) family.push(...all.filter(({ parent }) => parent === member.pid));
  return family;
}

/** Which of these processes still run. */
export function running(family: readonly Process[]): Process[] {
  const all = processes();
  return family.filter((one) => all.some(({ pid, start }) => pid === one.pid && start === one.start));
}
