import { codeOf } from '@plumbline/errors';
import type { Frames } from './frame.js';
import { readSegment, Scratch, type Segment, type Stretch } from './segment.js';
import type { SegmentStore } from './segment-store.js';

/** What an error of the system says about a segment that reading again does not help. */
const DAMAGE = new Map<string, 'corrupt' | 'missing'>([
  ['ENOENT', 'missing'],
  ['EIO', 'corrupt'],
]);

/** Reads the spool from its oldest record. Sealed segments are removed once all their records have been passed. */
export class SpoolReader {
  private readonly scratch = new Scratch();
  private next: { segment: Segment; bytes: number; records: number } | undefined;

  constructor(
    private readonly store: SegmentStore,
    private readonly onDamaged: (segment: Segment) => void,
  ) {}

  /** Durable records that have not been passed yet. */
  get pending(): number {
    return this.store.segments.reduce((sum, { records, passedRecords }) => sum + records - passedRecords, 0);
  }

  /** Durable bytes that have not been passed yet. */
  get pendingBytes(): number {
    return this.store.segments.reduce((sum, { bytes, passedBytes }) => sum + bytes - passedBytes, 0);
  }

  /**
   * About `wantedBytes` of the oldest payloads, at least one; none when everything has been passed. They are valid until
   * the next call.
   */
  async peek(wantedBytes: number): Promise<readonly Buffer[]> {
    for (;;) {
      await this.reclaim();
      const segment = this.store.segments.find(({ bytes, passedBytes }) => passedBytes < bytes);
      if (segment === undefined) return [];
      const payloads = await this.read(segment, wantedBytes);
      if (payloads.length > 0) return payloads;
    }
  }

  /** Passes the payloads that the last `peek` returned. */
  pass(): void {
    if (this.next === undefined) return;
    const { segment, bytes, records } = this.next;
    this.next = undefined;
    segment.passedBytes += bytes;
    segment.passedRecords += records;
    // Records that could not be read are not pending.
    if (segment.passedBytes === segment.bytes) segment.passedRecords = segment.records;
  }

  /** Removes the sealed segments whose records have all been passed. */
  async reclaim(): Promise<void> {
    const isRead = ({ sealed, bytes, passedBytes }: Segment) => sealed && passedBytes >= bytes;
    for (const segment of this.store.segments.filter(isRead)) await this.store.remove(segment);
  }

  /** Payloads of the segment; none when the rest of it cannot be read. */
  private async read(segment: Segment, wantedBytes: number): Promise<readonly Buffer[]> {
    // More may be appended while this is read.
    const { bytes: end, records, passedBytes: offset, passedRecords } = segment;
    const rest = { segment, bytes: end - offset, records: records - passedRecords };
    const frames = await this.framesOf(segment, { offset, wantedBytes, scratch: this.scratch });
    if (frames !== undefined && frames.payloads.length > 0) {
      this.next = { segment, bytes: frames.bytes, records: frames.payloads.length };
      return frames.payloads;
    }
    this.next = rest;
    this.pass();
    return [];
  }

  private async framesOf(segment: Segment, stretch: Stretch): Promise<Frames | undefined> {
    try {
      const frames = await readSegment(segment, stretch);
      if (frames.payloads.length === 0 || frames.damagedBytes > 0) this.reportDamage(segment, 'corrupt');
      return frames;
    } catch (error) {
      const damage = DAMAGE.get(codeOf(error) ?? '');
      if (damage === undefined) throw error;
      this.reportDamage(segment, damage);
      return undefined;
    }
  }

  private reportDamage(segment: Segment, damage: 'corrupt' | 'missing'): void {
    if (segment.damage !== undefined) return;
    segment.damage = damage;
    this.onDamaged(segment);
  }
}
