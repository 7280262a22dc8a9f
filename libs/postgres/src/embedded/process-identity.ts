import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

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
