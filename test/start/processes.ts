import { execFileSync } from 'node:child_process';

/** A process as `ps` shows it. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The processes of this machine that have not ended. */
export function processes(): Process[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, state = '', command = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined || state.startsWith('Z')
      ? []
      : [{ pid: Number(pid), parent: Number(parent), command }];
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
  return family.filter((one) => all.some(({ pid, command }) => pid === one.pid && command === one.command));
}
