import { rename, rm, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { codeOf } from '@plumbline/errors';
import { scanSegment, type Segment, SegmentWriter } from './segment.js';
import { claimFolder, inherit, type WriterFolder } from './spool-folders.js';

const SEGMENT = /\.segment$/;

/**
 * The segments of this process, oldest first, in a folder that only it writes to. The lock on the folder ends with the
 * process, however that ends; other processes then take over the segments of every folder without a lock. So two
 * processes with one data folder never write to the same file, and what a killed process left is shipped.
 */
export class SegmentStore {
  private begun = 0;
  private mutable: Segment[] = [];

  private constructor(
    readonly root: string,
    private folder: WriterFolder,
    private readonly onRemade: () => void,
  ) {}

  /**
   * Claims a folder under `root` and takes over the segments that stopped processes left. `onRemade` is called when the
   * folder has vanished and is made anew. @throws {SpoolUnusable}
   */
  static async open(root: string, onRemade: () => void = () => undefined): Promise<SegmentStore> {
    const store = new SegmentStore(root, await claimFolder(root), onRemade);
    await store.adopt();
    return store;
  }

  get segments(): readonly Segment[] {
    return this.mutable;
  }

  /** Bytes of whole frames on disk, including shipped frames of segments that are not removed yet. */
  get bytes(): number {
    return this.segments.reduce((total, { bytes }) => total + bytes, 0);
  }

  /** The segments that cannot be read as a whole. */
  get damaged(): readonly Segment[] {
    return this.segments.filter(({ damage }) => damage !== undefined);
  }

  /**
   * Takes over the segments of processes that have ended, as long as they fit into `room` bytes. Returns them, and the
   * bytes of those that are left.
   */
  async adopt(room = Infinity): Promise<{ adopted: readonly Segment[]; leftBytes: number }> {
    const { paths, leftBytes } = await inherit(this.folder, room);
    const adopted: Segment[] = [];
    for (const path of paths) if (SEGMENT.test(path)) adopted.push(await scanSegment(path));
    this.mutable = [...adopted, ...this.mutable];
    return { adopted, leftBytes };
  }

  /** Begins a new segment, the newest one. */
  async begin(): Promise<SegmentWriter> {
    const writer = await this.createNext().catch(async (error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error;
      const { lock } = this.folder;
      this.folder = await claimFolder(this.root);
      this.onRemade();
      await lock.release();
      return this.createNext();
    });
    this.mutable.push(writer.segment);
    return writer;
  }

  /** Removes a segment that was read to its end. A corrupt one is kept beside the folders as `*.damaged`. */
  async remove(segment: Segment): Promise<void> {
    const index = this.mutable.indexOf(segment);
    if (index >= 0) this.mutable.splice(index, 1);
    if (segment.damage === 'corrupt') {
      const kept = join(this.root, `${basename(segment.path)}.damaged`);
      await rename(segment.path, kept).catch(unlessMissing);
    } else {
      await rm(segment.path, { force: true });
    }
  }

  /** Gives up the folder. It is removed unless it still holds segments, which another process takes over. */
  async release(): Promise<void> {
    await rmdir(this.folder.path).catch(() => undefined);
    await this.folder.lock.release();
  }

  private createNext(): Promise<SegmentWriter> {
    this.begun += 1;
    const { path, writer: name } = this.folder;
    return SegmentWriter.create(join(path, `${name}-${String(this.begun).padStart(8, '0')}.segment`), path);
  }
}

function unlessMissing(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error;
}
