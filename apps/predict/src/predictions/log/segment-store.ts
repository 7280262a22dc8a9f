import { rename, rm } from 'node:fs/promises';
import { scanSegment, type Segment } from './segment.js';
import { SegmentWriter } from './segment-writer.js';
import { SpoolFolder } from './spool-folder.js';

/** The segments of this process's spool folder, oldest first. */
export class SegmentStore {
  private begun = 0;

  private constructor(
    private readonly folder: SpoolFolder,
    private readonly segments: Segment[],
  ) {}

  /** Claims a folder under `root` and checks the segments that stopped processes left. @throws {SpoolUnusable} */
  static async open(root: string): Promise<SegmentStore> {
    const folder = await SpoolFolder.claim(root);
    const segments: Segment[] = [];
    for (const path of await folder.segmentPaths()) segments.push(await scanSegment(path));
    return new SegmentStore(folder, segments);
  }

  /** Bytes of whole frames on disk, also of those that are only kept because their segment is not finished. */
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

  /** The segments whose replay ends early. */
  get damaged(): readonly Segment[] {
    return this.segments.filter(({ damage }) => damage !== undefined);
  }

  /** Begins a new, newest segment. */
  async begin(): Promise<SegmentWriter> {
    this.begun += 1;
    const writer = await SegmentWriter.create(this.folder.segmentPath(this.begun), this.folder.path);
    this.segments.push(writer.segment);
    return writer;
  }

  /** Removes a segment that was dealt with; a corrupt one is kept beside the folders as `*.damaged`. */
  async remove(segment: Segment): Promise<void> {
    const index = this.segments.indexOf(segment);
    if (index >= 0) this.segments.splice(index, 1);
    if (segment.damage === 'corrupt') {
      await rename(segment.path, this.folder.damagedPath(segment.path)).catch(unlessMissing);
    } else {
      await rm(segment.path, { force: true });
    }
  }

  /** Gives the folder up; segments that are left wait for the next process to start. */
  release(): Promise<void> {
    return this.folder.release();
  }
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
