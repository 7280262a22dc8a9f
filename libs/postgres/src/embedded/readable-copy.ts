import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * Copies a folder so that every user can read it, independent of the modes of the source and the umask. The copy appears
 * at `target` complete and flushed, by a rename. If several processes copy at once, the first wins.
 * @param finish runs on the copy before it appears.
 */
export function copyReadable(source: string, target: string, finish: (folder: string) => void): void {
  const fresh = mkdtempSync(`${target}-new-`);
  const content = join(fresh, 'content');
  copyFolder(source, content);
  finish(content);
  try {
    renameSync(content, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function copyFolder(source: string, target: string): void {
  mkdirSync(target);
  chmodSync(target, 0o755);
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const [from, to] = [join(source, entry.name), join(target, entry.name)];
    if (entry.isDirectory()) copyFolder(from, to);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
    else copyFile(from, to);
  }
}

function copyFile(source: string, target: string): void {
  copyFileSync(source, target);
  chmodSync(target, statSync(source).mode & 0o111 ? 0o755 : 0o644);
  const file = openSync(target, 'r+');
  fsyncSync(file);
  closeSync(file);
}
