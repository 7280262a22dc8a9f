import { lchownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseUnavailable } from '../errors.js';
import type { ServerUser } from './server-user.js';

/**
 * Sees to it that the server's user owns the cluster: files that root owns, such as a restored copy, are handed over.
 * @throws {DatabaseUnavailable} when we are not root and the folder is somebody else's.
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
