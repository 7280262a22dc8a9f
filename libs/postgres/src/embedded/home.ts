import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import type { Progress } from '../connect.js';
import { canReach, serverUser } from './server-user.js';

const systemFolder = '/var/lib/plumbline';

/**
 * The folder that holds the server's files: the requested one, created when missing. As root below a folder that the
 * server's user cannot enter (a 0700 home) it is a folder of its own in /var/lib/plumbline, named by the file
 * `location` in the requested folder; removing the requested folder thus still starts afresh. What was asked for in the
 * temporary folder stays there.
 */
export function serverHome(requested: string, onProgress: Progress): string {
  return realpathSync(findHome(requested, onProgress));
}

function findHome(requested: string, onProgress: Progress): string {
  makeFolder(requested);
  const pointer = join(requested, 'location');
  if (existsSync(pointer)) return makeFolder(readFileSync(pointer, 'utf8').trim());
  const user = serverUser(join(requested, 'cluster'));
  if (user === undefined || canReach(requested, user)) return requested;
  const home = makeFolder(agreeOn(otherHome(requested), pointer));
  onProgress(
    `${requested} is closed to the unprivileged user that runs PostgreSQL; its files are in ${home}`,
  );
  return home;
}

function makeFolder(folder: string): string {
  const first = mkdirSync(folder, { recursive: true });
  // Undoes a strict umask, which would close the folder to the server's user.
  for (let made = folder; first !== undefined && made.length >= first.length; made = dirname(made)) {
    chmodSync(made, 0o755);
  }
  return folder;
}

function otherHome(requested: string): string {
  const temporary = realpathSync(tmpdir());
  const isTemporary = realpathSync(requested).startsWith(temporary + sep);
  return isTemporary ? join(temporary, `plumbline-${randomUUID()}`) : join(systemFolder, randomUUID());
}

/** Of several processes that choose at once, all get the choice of the first. */
function agreeOn(home: string, pointer: string): string {
  const draft = `${pointer}-${randomUUID()}`;
  writeFileSync(draft, `${home}\n`);
  try {
    linkSync(draft, pointer);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(pointer, 'utf8').trim();
}
