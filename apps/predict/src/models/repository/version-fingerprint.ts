import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Names, sizes and times of the files of a version folder, as one text: equal while nobody touched them. A file that
 * vanishes meanwhile counts as not there.
 */
export async function fingerprintOf(path: string): Promise<string> {
  const names = (await readdir(path).catch(() => [])).sort();
  const marks = await Promise.all(names.map((name) => markOf(path, name)));
  return marks.join('\n');
}

async function markOf(path: string, name: string): Promise<string> {
  try {
    const { ino, size, mtimeMs } = await stat(join(path, name));
    return `${name} ${ino} ${size} ${mtimeMs}`;
  } catch {
    return '';
  }
}
