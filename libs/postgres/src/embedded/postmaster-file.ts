import { spawnSync } from 'node:child_process';
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What `postmaster.pid`, the lock file that a running server keeps in its data folder, says. */
export interface PostmasterFile {
  readonly text: string;
  readonly pid: number;
  /** The TCP port on 127.0.0.1. */
  readonly port: number;
  /** Sessions are accepted: past recovery and not stopping. */
  readonly ready: boolean;
  /** The process is there, as far as this container can see. */
  readonly alive: boolean;
}

/** A file without a pid this fresh is one that a starting server is about to fill. */
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
 * Takes away the lock file of a server that is gone, and its socket's, so that PostgreSQL, which only asks whether
 * some process has that pid, is blocked neither by a zombie nor by a stranger. Should the file of a new server have
 * appeared in between it is put back; PostgreSQL's shared memory check guards that instant.
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
 * True when the pid is a running (not a zombie) process whose command line names the data folder: the server of that
 * folder, and not a later process with a recycled pid. When that cannot be told the answer is true, so that a live
 * server is never taken for a dead one.
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

/** The command line; a zombie's is empty. Undefined when it may not be read. */
function linuxArguments(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return code === 'ENOENT' || code === 'ESRCH' ? [] : undefined;
  }
}

/** The command line as `ps` prints it; a zombie's is `<defunct>`. */
function listedCommand(pid: number): string | undefined {
  const { status, stdout } = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout : undefined;
}
