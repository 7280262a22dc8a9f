import { createWriteStream } from 'node:fs';
import { lstat, mkdir, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf } from '@plumbline/errors';
import { BodyTooLarge } from '@plumbline/http';
import { RecurringTask } from '@plumbline/tasks';
import { doneWith, isAbandoned, isScratch, NO_ALIASES, ownName, syncToDisk } from '../repository/index.js';
import { VersionExists } from './publishing.errors.js';

/** The folder is touched this often; untouched for an hour, other replicas regard it as abandoned. */
const TOUCH_MS = 60_000;

const OCCUPIED = new Set(['EEXIST', 'ENOTEMPTY', 'ENOTDIR']);

/** A version that is being uploaded: a folder beside the versions of its model, which readers skip. */
export class StagingFolder {
  readonly path: string;
  /** The received files. */
  readonly files: string[] = [];
  private bytes = 0;
  /** Changes the time of the folder by the clock of the file system: receiving a file may take longer than an hour. */
  private readonly touching = new RecurringTask({
    run: () => touch(join(this.path, '.alive')),
    intervalMs: TOUCH_MS,
    onError: () => undefined,
  });

  private constructor(
    private readonly root: string,
    private readonly model: string,
    private readonly name: string,
    private readonly limitBytes: number,
  ) {
    this.path = join(root, model, name);
    this.touching.start();
  }

  /** Creates it, and the folder of a new model. */
  static async open(root: string, model: string, limitBytes: number): Promise<StagingFolder> {
    const folder = new StagingFolder(root, model, ownName(), limitBytes);
    try {
      await mkdir(join(root, model)).catch(ignore('EEXIST'));
      await mkdir(folder.path);
    } catch (error) {
      await folder.discard();
      throw error;
    }
    return folder;
  }

  /** Its path once it is this version. */
  publishedPath(version: number): string {
    return join(this.root, this.model, String(version));
  }

  /** Writes one more file durably. @throws {BodyTooLarge} when all files together exceed the limit. */
  async take(name: string, content: Readable): Promise<void> {
    this.files.push(name);
    await pipeline(
      content,
      this.counter(),
      createWriteStream(join(this.path, name), { flags: 'wx', mode: 0o644, flush: true }),
    );
  }

  /**
   * Turns it into a version of its model in one step, complete and durable. A model without versions gets empty pointers
   * first, so that it never has a version without pointers.
   * @throws {VersionExists}
   */
  async publish(version: number): Promise<void> {
    const modelPath = join(this.root, this.model);
    const target = this.publishedPath(version);
    const exists = () => new VersionExists(this.model, version);
    if (await isThere(target)) throw exists();
    await this.touching.stop();
    await syncToDisk(this.path);
    const pointers = JSON.stringify(NO_ALIASES);
    await writeFile(join(modelPath, 'aliases.json'), `${pointers}\n`, { flag: 'wx' }).catch(ignore('EEXIST'));
    await rename(this.path, target).catch((error: unknown) => {
      throw OCCUPIED.has(codeOf(error) ?? '') ? exists() : error;
    });
    await syncToDisk(modelPath);
    await syncToDisk(this.root);
  }

  /** Removes it, and the folder of its model if that is empty. Does nothing after `publish`. */
  async discard(): Promise<void> {
    try {
      await this.touching.stop();
      await rm(this.path, { recursive: true, force: true });
      await rmdir(join(this.root, this.model)).catch(() => undefined);
    } finally {
      doneWith(this.name);
    }
  }

  private counter(): Transform {
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.bytes += chunk.length;
        if (this.bytes > this.limitBytes) done(new BodyTooLarge(this.limitBytes));
        else done(null, chunk);
      },
    });
  }
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

async function touch(path: string): Promise<void> {
  await writeFile(path, '');
  await rm(path);
}

function ignore(code: string): (error: unknown) => void {
  return (error) => {
    if (codeOf(error) !== code) throw error;
  };
}

/**
 * Removes the unfinished writes of killed processes from a models folder, and the folders of models that are empty then.
 * @returns the removed paths.
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

/** The files are dated by the clock of the file system, which may be that of another machine. */
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
