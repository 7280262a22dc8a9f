import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, reasonOf } from '@plumbline/errors';
import { SpoolUnusable } from './prediction-log.errors.js';
import { holdLock, isHeld, type Lock } from './process-lock.js';
import { syncFolder } from './segment.js';

const WRITER = /^writer-[0-9a-f]{8}$/;
const KEPT = { damaged: /\.damaged$/, refused: /^refused\.jsonl$/ } as const;

/** The sub-folder of `<data>/spool` that only this process writes to. */
export interface WriterFolder {
  readonly root: string;
  readonly path: string;
  readonly writer: string;
  readonly lock: Lock;
}

/** Makes and locks a new folder under `root`. @throws {SpoolUnusable} */
export async function claimFolder(root: string): Promise<WriterFolder> {
  const writer = `writer-${randomBytes(4).toString('hex')}`;
  const path = join(root, writer);
  try {
    await mkdir(root, { recursive: true, mode: 0o700 });
    const lock = await holdLock(`${path}.lock`);
    await mkdir(path, { mode: 0o700 });
    await syncFolder(root);
    return { root, path, writer, lock };
  } catch (error) {
    throw new SpoolUnusable(root, reasonOf(error), error);
  }
}

/** Files that were moved here, oldest first, and the bytes of those that were not. */
export interface Inheritance {
  readonly paths: readonly string[];
  readonly leftBytes: number;
}

/**
 * Moves the files of processes that have ended into a folder, as long as they fit into `room` bytes. Several processes may
 * do this at the same time: one of them succeeds with each file.
 */
export async function inherit({ root, path, writer: own }: WriterFolder, room: number): Promise<Inheritance> {
  const paths: string[] = [];
  let [takenBytes, leftBytes] = [0, 0];
  for (const writer of (await readdir(root)).filter((name) => WRITER.test(name) && name !== own)) {
    const folder = join(root, writer);
    if (await isHeld(`${folder}.lock`)) continue;
    for (const { name, bytes } of await filesOf(folder)) {
      const target = join(path, name);
      const isMoved = takenBytes + bytes <= room && (await moves(join(folder, name), target));
      if (isMoved) paths.push(target);
      if (isMoved) takenBytes += bytes;
      else leftBytes += bytes;
    }
    await rmdir(folder).then(() => rm(`${folder}.lock`, { force: true }), unlessKept);
  }
  if (paths.length > 0) await syncFolder(path);
  return { paths, leftBytes };
}

/** Names of the files beside the folders that keep what could not be moved to the database. */
export async function keptFiles(root: string): Promise<Record<keyof typeof KEPT, string[]>> {
  const names = (await filesOf(root)).map(({ name }) => name);
  const matching = (pattern: RegExp) => names.filter((name) => pattern.test(name));
  return { damaged: matching(KEPT.damaged), refused: matching(KEPT.refused) };
}

/** Bytes of those files. */
export async function keptBytes(root: string): Promise<Record<keyof typeof KEPT, number>> {
  const files = await filesOf(root);
  const bytesOf = (pattern: RegExp) =>
    files.filter(({ name }) => pattern.test(name)).reduce((sum, { bytes }) => sum + bytes, 0);
  return { damaged: bytesOf(KEPT.damaged), refused: bytesOf(KEPT.refused) };
}

/** The files of a folder by name; none when it does not exist. */
async function filesOf(folder: string): Promise<{ name: string; bytes: number }[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.sort().map(async (name) => {
    const found = await stat(join(folder, name)).catch(() => undefined);
    return found?.isFile() ? [{ name, bytes: found.size }] : [];
  });
  return (await Promise.all(files)).flat();
}

/** False when it is not possible, for example because another process has moved the file. */
function moves(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    () => false,
  );
}

/** The folder still has files, or another process removed it. */
function unlessKept(error: unknown): void {
  if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'EACCES', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
}
