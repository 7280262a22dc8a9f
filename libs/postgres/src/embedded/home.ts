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
 * The folder that holds the server's files: the requested one, created when missing. For root, below a folder that the
 * server's user cannot enter (such as a home folder of mode 0700), it is a separate folder in /var/lib/plumbline, whose path is in
 * the file `location` of the requested folder. So removing the requested folder still gives an empty database. A folder
 * requested in the temporary folder stays there.
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
    `The unprivileged user that runs PostgreSQL cannot enter ${requested}; the database files are in ${home}`,
  );
  return home;
}

function makeFolder(folder: string): string {
  const first = mkdirSync(folder, { recursive: true });
  // A strict umask would keep the server's user out of the folder.
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

/** If several processes choose at once, all get the choice of the first. */
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
