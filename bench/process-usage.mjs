import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const BYTES_PER_KIB = 1024;
const BYTES_PER_MB = 1e6;

/** Whether the system tells about processes in /proc (Linux). */
export const hasProc = (() => {
  try {
    return readFileSync('/proc/self/stat', 'utf8').length > 0;
  } catch {
    return false;
  }
})();

const ticksPerS = hasProc ? Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })) : 1;

/**
 * The processes of a tree, those that run PostgreSQL apart from the rest.
 * @param {number} rootPid
 * @returns {{ server: number[], postgres: number[] }}
 */
export function processTree(rootPid) {
  const children = childrenByParent();
  const server = [];
  const postgres = [];
  const visit = (pid, insidePostgres) => {
    const isPostgres = insidePostgres || isPostgresProcess(pid);
    (isPostgres ? postgres : server).push(pid);
    for (const child of children.get(pid) ?? []) visit(child, isPostgres);
  };
  visit(rootPid, false);
  return { server, postgres };
}

/** CPU seconds that processes have used, with those of their children that have ended. */
export function cpuSeconds(pids) {
  return pids.reduce((total, pid) => total + ticksOf(pid), 0) / ticksPerS;
}

/** CPU seconds that all processes of the machine have used. */
export function machineCpuSeconds() {
  const [, user, nice, system] = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0].split(/ +/).map(Number);
  return (user + nice + system) / ticksPerS;
}

/** Resident memory of processes in MB; shared pages count once per process. */
export function residentMb(pids) {
  return pids.reduce((total, pid) => total + residentBytes(pid), 0) / BYTES_PER_MB;
}

function childrenByParent() {
  const children = new Map();
  for (const pid of readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)) {
    const parent = Number(statOf(pid)?.[1]);
    if (!children.has(parent)) children.set(parent, []);
    children.get(parent).push(pid);
  }
  return children;
}

function isPostgresProcess(pid) {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
  } catch {
    return false;
  }
}

/** The fields of /proc/<pid>/stat from the state on; undefined once the process has ended. */
function statOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function ticksOf(pid) {
  // utime, stime, cutime, cstime
  return (statOf(pid)?.slice(11, 15) ?? []).reduce((total, ticks) => total + Number(ticks), 0);
}

function residentBytes(pid) {
  try {
    return (
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * BYTES_PER_KIB
    );
  } catch {
    return 0;
  }
}
