import { codeOf } from '@plumbline/errors';
import { readSegment, Scratch, type Segment } from './segment.js';
import type { SegmentStore } from './segment-store.js';

/** The file was deleted, or the disk cannot read it: reading again does not help. */
const LOST = new Set<string | undefined>(['ENOENT', 'EIO']);

/** Reads the spool from its oldest record. Segments are removed once all their records have been passed. */
export class SpoolReader {
  private readonly scratch = new Scratch();
  private offset = 0;
  private passed = 0;
  private next = { bytes: 0, records: 0 };

  constructor(
    private readonly store: SegmentStore,
    private readonly onCorrupt: (segment: Segment) => void,
  ) {}

  /** Durable records that have not been passed yet. */
  get pending(): number {
    return this.store.records - this.passed;
  }

  /** Durable bytes that have not been passed yet. */
  get pendingBytes(): number {
    return this.store.bytes - this.offset;
  }

  /**
   * About `wantedBytes` of the oldest payloads, at least one; none when everything has been passed. They are valid until
   * the next call.
   */
  async peek(wantedBytes: number): Promise<readonly Buffer[]> {
    for (let segment = this.store.oldest; segment !== undefined; segment = this.store.oldest) {
      if (this.offset < segment.bytes) {
        const payloads = await this.read(segment, wantedBytes);
        if (payloads.length > 0) return payloads;
        this.giveUp(segment);
      } else if (segment.sealed) {
        await this.remove(segment);
      } else {
        return [];
      }
    }
    return [];
  }

  /** Passes the payloads that the last `peek` returned. */
  pass(): void {
    this.offset += this.next.bytes;
    this.passed += this.next.records;
    this.next = { bytes: 0, records: 0 };
  }

  private async read(segment: Segment, wantedBytes: number): Promise<readonly Buffer[]> {
    try {
      const { payloads, bytes } = await readSegment(segment, {
        offset: this.offset,
        wantedBytes,
        scratch: this.scratch,
      });
      this.next = { bytes, records: payloads.length };
      return payloads;
    } catch (error) {
      if (!LOST.has(codeOf(error))) throw error;
      return [];
    }
  }

  /** The disk does not return what was written to it: the rest of this segment cannot be read. */
  private giveUp(segment: Segment): void {
    segment.damage = 'corrupt';
    segment.bytes = this.offset;
    segment.records = this.passed;
    this.onCorrupt(segment);
  }

  private async remove(segment: Segment): Promise<void> {
    const removed = this.store.remove(segment);
    this.offset = 0;
    this.passed = 0;
    await removed;
  }
}
