import { createWriteStream } from 'node:fs';
import { lstat, mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BodyTooLarge } from '@plumbline/http';
import { doneWith, NO_ALIASES, ownName, syncToDisk } from '../repository/index.js';
import { VersionExists } from './publishing.errors.js';

/** A sign of life as often as this; after an hour without one other replicas take the folder for abandoned. */
const SIGN_OF_LIFE_MS = 60_000;

const TAKEN = new Set(['EEXIST', 'ENOTEMPTY', 'ENOTDIR']);

/** A version while it arrives: a folder beside the versions of its model, which readers pass over. */
export class StagingFolder {
  readonly path: string;
  /** The files that arrived. */
  readonly files: string[] = [];
  private bytes = 0;
  private signing: Promise<void> = Promise.resolve();
  private readonly signs = setInterval(() => {
    this.signing = this.giveSign();
  }, SIGN_OF_LIFE_MS).unref();

  private constructor(
    private readonly root: string,
    private readonly model: string,
    private readonly name: string,
    private readonly limitBytes: number,
  ) {
    this.path = join(root, model, name);
  }

  /** Creates it, and the folder of a model that is new. */
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

  /** Writes one more file, durably. @throws {BodyTooLarge} when all files together are over the limit. */
  async take(name: string, content: Readable): Promise<void> {
    this.files.push(name);
    await pipeline(
      content,
      this.counter(),
      createWriteStream(join(this.path, name), { flags: 'wx', mode: 0o644, flush: true }),
    );
  }

  /**
   * Makes it a version of its model in one step, complete and durable. A model that has no version gets empty pointers
   * first, so that it never has a version without them.
   * @throws {VersionExists}
   */
  async publish(version: number): Promise<void> {
    const modelPath = join(this.root, this.model);
    const target = join(modelPath, String(version));
    const exists = () => new VersionExists(this.model, version);
    if (await isThere(target)) throw exists();
    await this.endSigns();
    await syncToDisk(this.path);
    const pointers = JSON.stringify(NO_ALIASES);
    await writeFile(join(modelPath, 'aliases.json'), `${pointers}\n`, { flag: 'wx' }).catch(ignore('EEXIST'));
    await rename(this.path, target).catch((error: NodeJS.ErrnoException) => {
      throw TAKEN.has(error.code ?? '') ? exists() : error;
    });
    await syncToDisk(modelPath);
    await syncToDisk(this.root);
  }

  /** Removes what is left of it, and of a model that has nothing else. After `publish` that is nothing. */
  async discard(): Promise<void> {
    try {
      await this.endSigns();
      await rm(this.path, { recursive: true, force: true });
      await rmdir(join(this.root, this.model)).catch(() => undefined);
    } finally {
      doneWith(this.name);
    }
  }

  /** Changes the time of the folder, by the clock of the file system: a file may take longer to arrive than an hour. */
  private async giveSign(): Promise<void> {
    const path = join(this.path, '.alive');
    await writeFile(path, '')
      .then(() => rm(path))
      .catch(() => undefined);
  }

  private async endSigns(): Promise<void> {
    clearInterval(this.signs);
    await this.signing;
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

function ignore(code: string): (error: NodeJS.ErrnoException) => void {
  return (error) => {
    if (error.code !== code) throw error;
  };
}
