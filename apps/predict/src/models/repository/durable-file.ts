import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from '@plumbline/errors';
import { ModelsFolderNotWritable } from './model.errors.js';
import { doneWith, ownName } from './scratch-name.js';

/** Makes the content of a file, or the entries of a folder, survive a power failure. */
export async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Replaces a file in one step: readers see the old or the new content, also after a power failure. */
export async function replaceFile(path: string, content: string): Promise<void> {
  const name = ownName();
  const temporary = join(dirname(path), name);
  try {
    const handle = await open(temporary, 'wx', 0o644);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    doneWith(name);
  }
  await syncToDisk(dirname(path));
}

const DISK_ERRORS = new Set([
  'EROFS',
  'EACCES',
  'EPERM',
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'ESTALE',
  'ENOENT',
  'ENOTDIR',
]);

/** Changes the models folder. @throws {ModelsFolderNotWritable} when the disk refuses it. */
export async function writeRepository<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error) ?? '';
    throw DISK_ERRORS.has(code) ? new ModelsFolderNotWritable(code, { cause: error }) : error;
  }
}
