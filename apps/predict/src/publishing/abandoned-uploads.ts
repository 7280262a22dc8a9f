import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbandoned } from '../models/scratch-name.js';

/**
 * Removes from a models folder what processes that were killed were writing, and the folder of a model that has
 * nothing else. @returns what was removed.
 */
export async function removeAbandoned(root: string): Promise<string[]> {
  const removed: string[] = [];
  for (const model of await readdir(root, { withFileTypes: true })) {
    if (!model.isDirectory() && !model.isSymbolicLink()) continue;
    const path = join(root, model.name);
    for (const name of await readdir(path).catch(() => [])) {
      const left = await stat(join(path, name)).catch(() => undefined);
      if (left === undefined || !isAbandoned(name, left.mtimeMs)) continue;
      await rm(join(path, name), { recursive: true, force: true });
      removed.push(`${model.name}/${name}`);
    }
    if (removed.some((name) => name.startsWith(`${model.name}/`))) await rmdir(path).catch(() => undefined);
  }
  return removed;
}
