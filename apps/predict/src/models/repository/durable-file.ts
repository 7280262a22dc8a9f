import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { doneWith, ownName } from './scratch-name.js';

/** Makes what was written to a file, or the entries of a folder, survive a power cut. */
export async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Replaces a file in one step: readers see the old content or the new, also after a power cut. */
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
