import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { SpoolUnusable } from './prediction-log.errors.js';
import { holdLock, isHeld, type Lock } from './process-lock.js';
import { syncFolder } from './segment-writer.js';

const WRITER = /^writer-[0-9a-f]{8}$/;
const SEGMENT = /\.segment$/;

/**
 * The sub-folder of `<data>/spool` that this process alone writes to. Its lock ends with the process, however that
 * ends; the next process to start takes over the segments of every folder whose lock is gone. So two processes on
 * one data folder never write to the same file, and what a killed one left is picked up.
 */
export class SpoolFolder {
  private constructor(
    private readonly root: string,
    readonly path: string,
    private readonly writer: string,
    private readonly lock: Lock,
  ) {}

  /** @throws {SpoolUnusable} when the folder cannot be created or locked. */
  static async claim(root: string): Promise<SpoolFolder> {
    const writer = `writer-${randomBytes(4).toString('hex')}`;
    const path = join(root, writer);
    try {
      await mkdir(root, { recursive: true, mode: 0o700 });
      const lock = await holdLock(`${path}.lock`);
      await mkdir(path, { mode: 0o700 });
      await adoptLeftovers(root, path, writer);
      await syncFolder(root);
      return new SpoolFolder(root, path, writer, lock);
    } catch (error) {
      throw new SpoolUnusable(root, (error as Error).message, error);
    }
  }

  /** The path of the n-th segment that this process writes. */
  segmentPath(number: number): string {
    return join(this.path, `${this.writer}-${String(number).padStart(8, '0')}.segment`);
  }

  /** Where a corrupt segment is kept for a person to look at. */
  damagedPath(segmentPath: string): string {
    return join(this.root, `${basename(segmentPath)}.damaged`);
  }

  /** Paths of the segments in the folder, oldest first. */
  async segmentPaths(): Promise<string[]> {
    const names = (await readdir(this.path)).filter((name) => SEGMENT.test(name)).sort();
    return names.map((name) => join(this.path, name));
  }

  /** Gives the folder up; it goes away unless segments are left in it. */
  async release(): Promise<void> {
    await rmdir(this.path).catch(() => undefined);
    await this.lock.release();
  }
}

async function adoptLeftovers(root: string, target: string, own: string): Promise<void> {
  const writers = (await readdir(root)).filter((name) => WRITER.test(name) && name !== own);
  for (const writer of writers) {
    const folder = join(root, writer);
    const lock = `${folder}.lock`;
    if (await isHeld(lock)) continue;
    await moveFiles(folder, target);
    await rmdir(folder).catch(() => undefined);
    await rm(lock, { force: true });
  }
  await syncFolder(target);
}

/** Another process may be moving the same files: each rename has one winner. */
async function moveFiles(folder: string, target: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(
    names.map((name) => rename(join(folder, name), join(target, name)).catch(() => undefined)),
  );
}
