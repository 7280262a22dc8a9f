import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const BYTES_PER_KIB = 1024;
const BYTES_PER_MB = 1e6;

/** Whether the system describes processes in /proc (Linux). */
export const hasProc = read('/proc/self/stat') !== undefined;

const ticksPerS = hasProc ? Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })) : 1;

/** The processes of a tree: those of PostgreSQL, and the others. */
export interface ProcessTree {
  readonly server: readonly number[];
  readonly postgres: readonly number[];
}

/** The running processes of the tree under a process. */
export function processTree(rootPid: number): ProcessTree {
  const children = childrenByParent();
  const server: number[] = [];
  const postgres: number[] = [];
  const visit = (pid: number, insidePostgres: boolean): void => {
    const isPostgres = insidePostgres || isPostgresProcess(pid);
    (isPostgres ? postgres : server).push(pid);
    for (const child of children.get(pid) ?? []) visit(child, isPostgres);
  };
  visit(rootPid, false);
  return { server, postgres };
}

/** All processes of a tree. */
export function allProcesses(rootPid: number): number[] {
  const { server, postgres } = processTree(rootPid);
  return [...server, ...postgres];
}

/** CPU seconds that processes have used, with those of their children that have ended. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((total, pid) => total + ticksOf(pid), 0) / ticksPerS;
}

/** CPU seconds that all processes of the machine have used. */
export function machineCpuSeconds(): number {
  const [first = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
  const [, user = 0, nice = 0, system = 0] = first.split(/ +/).map(Number);
  return (user + nice + system) / ticksPerS;
}

/** Resident memory of processes in MB; shared pages count once per process. */
export function residentMb(pids: readonly number[]): number {
  return pids.reduce((total, pid) => total + residentBytes(pid), 0) / BYTES_PER_MB;
}

function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  for (const pid of pids.map(Number)) {
    const parent = Number(statOf(pid)?.[1]);
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [pid]);
    else siblings.push(pid);
  }
  return children;
}

function isPostgresProcess(pid: number): boolean {
  return read(`/proc/${pid}/comm`)?.trim() === 'postgres';
}

function ticksOf(pid: number): number {
  // utime, stime, cutime, cstime
  return (statOf(pid)?.slice(11, 15) ?? []).reduce((total, ticks) => total + Number(ticks), 0);
}

function residentBytes(pid: number): number {
  const kib = /VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`) ?? '')?.[1] ?? 0;
  return Number(kib) * BYTES_PER_KIB;
}

/** The fields of /proc/<pid>/stat from the state on; undefined once the process has ended. */
function statOf(pid: number): string[] | undefined {
  const stat = read(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
