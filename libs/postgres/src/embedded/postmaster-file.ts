import { existsSync, linkSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isPostmaster } from './process-identity.js';

/** What `postmaster.pid` says, and whether that server still runs. */
export interface PostmasterFile {
  readonly pid: number;
  /** The TCP port on 127.0.0.1. */
  readonly port: number;
  /** Past recovery: sessions are accepted. */
  readonly ready: boolean;
  readonly alive: boolean;
}

/** Reads the lock file that a running server keeps in its data folder; undefined when there is none. */
export function readPostmasterFile(dataFolder: string): PostmasterFile | undefined {
  const text = readIfPresent(join(dataFolder, 'postmaster.pid'));
  if (text === undefined) return undefined;
  const [pid, , , port, , , , status] = text.split('\n');
  return {
    pid: Number(pid),
    port: Number(port),
    ready: status?.trim() === 'ready',
    alive: isPostmaster(Number(pid), dataFolder),
  };
}

/**
 * Takes away the lock file of a server that is gone, so that PostgreSQL, which only asks whether some process has
 * that pid, is blocked neither by a zombie nor by a stranger. The file of a live server, should it have appeared in
 * between, is put back; PostgreSQL's shared memory check guards that instant.
 */
export function setAsideStaleFile(dataFolder: string): void {
  const found = readPostmasterFile(dataFolder);
  if (found === undefined || found.alive) return;
  const file = join(dataFolder, 'postmaster.pid');
  const aside = join(dataFolder, `postmaster.stale-${process.pid}`);
  try {
    renameSync(file, aside);
    if (Number.parseInt(readFileSync(aside, 'utf8'), 10) !== found.pid) linkSync(aside, file);
    rmSync(aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function readIfPresent(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
