import { readdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { doneWith, isAbandoned, isScratch, ownName } from '../repository/index.js';

/**
 * Removes from a models folder what processes that were killed were writing, and the folder of a model that has
 * nothing else. @returns what was removed.
 */
export async function removeAbandoned(root: string): Promise<string[]> {
  const removed: string[] = [];
  for (const model of await readdir(root, { withFileTypes: true })) {
    if (!model.isDirectory() && !model.isSymbolicLink()) continue;
    const path = join(root, model.name);
    for (const name of await abandonedIn(path)) {
      await rm(join(path, name), { recursive: true, force: true });
      removed.push(`${model.name}/${name}`);
    }
    if (removed.some((name) => name.startsWith(`${model.name}/`))) await rmdir(path).catch(() => undefined);
  }
  return removed;
}

async function abandonedIn(path: string): Promise<string[]> {
  const names = (await readdir(path).catch(() => [])).filter(isScratch);
  if (names.length === 0) return [];
  const nowMs = await timeOfFileSystem(path);
  const abandoned: string[] = [];
  for (const name of names) {
    const left = await stat(join(path, name)).catch(() => undefined);
    if (left !== undefined && isAbandoned(name, left.mtimeMs, nowMs)) abandoned.push(name);
  }
  return abandoned;
}

/** Which may be another machine's, and is the one that dates the files. */
async function timeOfFileSystem(folder: string): Promise<number> {
  const name = ownName();
  const path = join(folder, name);
  try {
    await writeFile(path, '', { flag: 'wx' });
    return (await stat(path)).mtimeMs;
  } finally {
    await rm(path, { force: true });
    doneWith(name);
  }
}
