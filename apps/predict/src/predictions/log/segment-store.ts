import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { codeOf, reasonOf } from '@plumbline/errors';
import { SpoolUnusable } from './prediction-log.errors.js';
import { holdLock, isHeld, type Lock } from './process-lock.js';
import { scanSegment, type Segment, SegmentWriter, syncFolder } from './segment.js';

const WRITER = /^writer-[0-9a-f]{8}$/;
const SEGMENT = /\.segment$/;

/** The sub-folder of `<data>/spool` that only this process writes to. */
interface WriterFolder {
  readonly root: string;
  readonly path: string;
  readonly writer: string;
  readonly lock: Lock;
}

/**
 * The segments of this process, oldest first, in a folder that only it writes to. The lock on the folder ends with the
 * process, however that ends; the next process to start takes over the segments of every folder without a lock. So two
 * processes with one data folder never write to the same file, and what a killed process left is shipped.
 */
export class SegmentStore {
  private begun = 0;

  private constructor(
    private readonly folder: WriterFolder,
    private readonly segments: Segment[],
  ) {}

  /** Claims a folder under `root` and checks the segments that stopped processes left. @throws {SpoolUnusable} */
  static async open(root: string): Promise<SegmentStore> {
    const folder = await claimFolder(root);
    const names = (await readdir(folder.path)).filter((name) => SEGMENT.test(name)).sort();
    const segments: Segment[] = [];
    for (const name of names) segments.push(await scanSegment(join(folder.path, name)));
    return new SegmentStore(folder, segments);
  }

  /** Bytes of whole frames on disk, including shipped frames of segments that are not removed yet. */
  get bytes(): number {
    return this.segments.reduce((total, { bytes }) => total + bytes, 0);
  }

  /** Records in all segments. */
  get records(): number {
    return this.segments.reduce((total, { records }) => total + records, 0);
  }

  get oldest(): Segment | undefined {
    return this.segments[0];
  }

  /** The segments that cannot be read to their end. */
  get damaged(): readonly Segment[] {
    return this.segments.filter(({ damage }) => damage !== undefined);
  }

  /** Begins a new segment, the newest one. */
  async begin(): Promise<SegmentWriter> {
    this.begun += 1;
    const { path, writer: name } = this.folder;
    const file = `${name}-${String(this.begun).padStart(8, '0')}.segment`;
    const writer = await SegmentWriter.create(join(path, file), path);
    this.segments.push(writer.segment);
    return writer;
  }

  /** Removes a segment that was read to its end. A corrupt one is kept beside the folders as `*.damaged`. */
  async remove(segment: Segment): Promise<void> {
    const index = this.segments.indexOf(segment);
    if (index >= 0) this.segments.splice(index, 1);
    if (segment.damage === 'corrupt') {
      const kept = join(this.folder.root, `${basename(segment.path)}.damaged`);
      await rename(segment.path, kept).catch(unlessMissing);
    } else {
      await rm(segment.path, { force: true });
    }
  }

  /** Gives up the folder. It is removed unless it still holds segments, which the next process to start takes over. */
  async release(): Promise<void> {
    await rmdir(this.folder.path).catch(() => undefined);
    await this.folder.lock.release();
  }
}

async function claimFolder(root: string): Promise<WriterFolder> {
  const writer = `writer-${randomBytes(4).toString('hex')}`;
  const path = join(root, writer);
  try {
    await mkdir(root, { recursive: true, mode: 0o700 });
    const lock = await holdLock(`${path}.lock`);
    await mkdir(path, { mode: 0o700 });
    await adoptLeftovers(root, path, writer);
    await syncFolder(root);
    return { root, path, writer, lock };
  } catch (error) {
    throw new SpoolUnusable(root, reasonOf(error), error);
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

/** Another process may be moving the same files: one of them succeeds with each. */
async function moveFiles(folder: string, target: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  await Promise.all(
    names.map((name) => rename(join(folder, name), join(target, name)).catch(() => undefined)),
  );
}

function unlessMissing(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error;
}
