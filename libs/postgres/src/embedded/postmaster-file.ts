import { spawnSync } from 'node:child_process';
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The content of `postmaster.pid`, the lock file that a running server keeps in its data folder. */
export interface PostmasterFile {
  readonly text: string;
  readonly pid: number;
  /** The TCP port on 127.0.0.1. */
  readonly port: number;
  /** Whether the server accepts sessions: it has recovered and is not stopping. */
  readonly ready: boolean;
  /** Whether the process exists, as far as this container can see. */
  readonly alive: boolean;
}

/** A file without a pid that is younger than this belongs to a server that is starting. */
const unfinishedMs = 5_000;

/** Reads the lock file; undefined when there is none. */
export function readPostmasterFile(dataFolder: string): PostmasterFile | undefined {
  const file = join(dataFolder, 'postmaster.pid');
  return unlessMissing(() => {
    const text = readFileSync(file, 'utf8');
    const [pid, , , port, , , , status] = text.split('\n');
    const unfinished = !port && Date.now() - statSync(file).mtimeMs < unfinishedMs;
    return {
      text,
      pid: Number(pid),
      port: Number(port),
      ready: status?.trim() === 'ready',
      alive: unfinished || isPostmaster(Number(pid), dataFolder),
    };
  });
}

/**
 * Removes the lock files of a server that has ended, of its data folder and of its socket. PostgreSQL only checks that some process has
 * the pid, so a zombie or an unrelated process would block the next start. If a new server has written its file in between,
 * the file is put back; PostgreSQL's check of shared memory protects that moment.
 */
export function setAsideStaleFiles(dataFolder: string, stale: PostmasterFile | undefined): void {
  if (stale !== undefined) {
    unlessMissing(() => {
      const file = join(dataFolder, 'postmaster.pid');
      const aside = join(dataFolder, `postmaster.stale-${process.pid}`);
      renameSync(file, aside);
      if (readFileSync(aside, 'utf8') !== stale.text) linkSync(aside, file);
      rmSync(aside);
    });
  }
  for (const name of readdirSync(dataFolder)) {
    if (name.startsWith('.s.PGSQL.')) rmSync(join(dataFolder, name), { force: true });
  }
}

function unlessMissing<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Whether the pid is a running process, not a zombie, whose command line has the data folder: the server of that folder, and not
 * a later process with the same pid. True when that is unknown, so that a running server is never considered dead.
 */
export function isPostmaster(pid: number, dataFolder: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || !exists(pid)) return false;
  if (process.platform === 'win32') return true;
  if (process.platform === 'linux') return linuxArguments(pid)?.includes(dataFolder) ?? true;
  return listedCommand(pid)?.includes(dataFolder) ?? true;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The command line; empty for a zombie. Undefined when it cannot be read. */
function linuxArguments(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return code === 'ENOENT' || code === 'ESRCH' ? [] : undefined;
  }
}

/** The command line as `ps` prints it; `<defunct>` for a zombie. */
function listedCommand(pid: number): string | undefined {
  const { status, stdout } = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout : undefined;
}
