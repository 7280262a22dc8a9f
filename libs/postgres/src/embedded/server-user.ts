import { lchownSync, readdirSync, realpathSync, statSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseUnavailable } from '../errors.js';

/** The account that runs the server; PostgreSQL does not run as root. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

const nobody: ServerUser = { uid: 65_534, gid: 65_534 };

/**
 * The account that runs the server if this process is root: the owner of an existing cluster folder, else uid and gid 65534.
 * Undefined if this process is not root: the server then runs as the same user.
 */
export function serverUser(clusterFolder: string): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(clusterFolder, { throwIfNoEntry: false });
  return owner === undefined || owner.uid === 0 ? nobody : { uid: owner.uid, gid: owner.gid };
}

/** Whether the user can read the path (and enter it, if it is a folder) and enter every folder above it. */
export function canReach(path: string, user: ServerUser): boolean {
  const target = realpathSync(path);
  const stats = statSync(target);
  if (!permits(stats, user, stats.isDirectory() ? 0o5 : 0o4)) return false;
  for (let folder = dirname(target); folder !== dirname(folder); folder = dirname(folder)) {
    if (!permits(statSync(folder), user, 0o1)) return false;
  }
  return true;
}

function permits(stats: Stats, user: ServerUser, bits: number): boolean {
  const shift = stats.uid === user.uid ? 6 : stats.gid === user.gid ? 3 : 0;
  return ((stats.mode >> shift) & bits) === bits;
}

/**
 * Ensures that the server's user owns the cluster. Files of root, such as those of a restored copy, get that owner.
 * @throws {DatabaseUnavailable} when the process is not root and another user owns the folder.
 */
export function claimFolder(folder: string, user: ServerUser | undefined): void {
  const owner = statSync(folder).uid;
  if (user !== undefined && owner !== user.uid) handOver(folder, user);
  const self = process.getuid?.();
  if (user !== undefined || self === undefined || owner === self) return;
  throw new DatabaseUnavailable(
    `The database in ${folder} belongs to uid ${owner}, and this process runs as uid ${self}: run it as that user or as root, or set PLUMBLINE_DATA_DIR to another folder`,
  );
}

function handOver(path: string, user: ServerUser): void {
  lchownSync(path, user.uid, user.gid);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) handOver(inner, user);
    else lchownSync(inner, user.uid, user.gid);
  }
}
