import { Clock, type Deferred, deferred, mapInSlices } from '@plumbline/tasks';
import { FrameBuffer } from './frame.js';
import { PredictionLogFull, PredictionLogUnavailable } from './prediction-log.errors.js';
import { type PredictionRecord, recordJson } from './prediction-record.js';
import { SegmentDeleted, type SegmentWriter } from './segment.js';
import type { SegmentStore } from './segment-store.js';

/** Maximum sizes of the spool and its segments. */
export interface SpoolLimits {
  /** Bytes of all segments together; records that would exceed it are refused. */
  readonly totalBytes: number;
  /** Size at which a new segment begins. */
  readonly segmentBytes: number;
}

/** Called by the spool, synchronously. */
export interface SpoolEvents {
  /** Records became durable. */
  onDurable(): void;
  /** Records were refused because the spool is full. */
  onFull(): void;
  /** Records were refused because writing them failed. */
  onWriteError(error: Error): void;
}

/** So many records become JSON in one turn of the event loop; a batch may have a thousand times as many. */
const FEW = 16;

/** For this long after a failed write the spool reports that it has no room, unless a write succeeds. */
const BROKEN_MS = 5_000;

/**
 * Appends records to segments with group commit: all records that wait are written and made durable at once, then all
 * their appends resolve.
 */
export class Spool {
  private filling = new FrameBuffer();
  private committing = new FrameBuffer();
  private waiting: Deferred | undefined;
  private committer: Promise<void> | undefined;
  private writer: SegmentWriter | undefined;
  private brokenUntilMs = 0;

  constructor(
    private readonly store: SegmentStore,
    private readonly limits: SpoolLimits,
    private readonly events: SpoolEvents,
    private readonly clock: Pick<Clock, 'monotonicMs'> = new Clock(),
  ) {}

  /** Whether less than 95 % of the limit is used and no write failed in the last seconds. */
  get hasRoom(): boolean {
    return this.clock.monotonicMs() >= this.brokenUntilMs && this.store.bytes < this.limits.totalBytes * 0.95;
  }

  /** As `PredictionLog.append`. */
  append(records: readonly PredictionRecord[]): Promise<void> {
    if (records.length <= FEW) return this.appendTexts(records.map(recordJson));
    return mapInSlices(records, recordJson).then((texts) => this.appendTexts(texts));
  }

  private appendTexts(texts: readonly string[]): Promise<void> {
    const { bytes, count } = this.filling;
    for (const text of texts) this.filling.add(text);
    if (this.store.bytes + this.committing.bytes + this.filling.bytes > this.limits.totalBytes) {
      this.filling.truncate(bytes, count);
      this.events.onFull();
      return Promise.reject(new PredictionLogFull(this.limits.totalBytes));
    }
    this.waiting ??= deferred();
    this.committer ??= this.commitGroups();
    return this.waiting.promise;
  }

  /** Waits for the groups that are being written and seals the newest segment. */
  async close(): Promise<void> {
    await this.committer;
    await this.seal();
  }

  private async commitGroups(): Promise<void> {
    // The next tick comes after all promise jobs, so the rows of one inference run share one group.
    await new Promise<void>((resolve) => process.nextTick(resolve));
    while (this.waiting !== undefined) await this.commitGroup(this.waiting);
    this.committer = undefined;
  }

  private async commitGroup(group: Deferred): Promise<void> {
    const frames = this.filling;
    this.filling = this.committing;
    this.committing = frames;
    this.waiting = undefined;
    try {
      await this.write(frames);
      frames.clear();
      this.brokenUntilMs = 0;
      group.resolve();
      this.events.onDurable();
    } catch (error) {
      frames.clear();
      this.brokenUntilMs = this.clock.monotonicMs() + BROKEN_MS;
      await this.seal();
      group.reject(new PredictionLogUnavailable(error));
      this.events.onWriteError(error as Error);
    }
  }

  private async write(frames: FrameBuffer): Promise<void> {
    const writer = await this.currentWriter();
    try {
      await writer.append(frames.content, frames.count);
    } catch (error) {
      if (!(error instanceof SegmentDeleted)) throw error;
      await this.seal();
      await (await this.currentWriter()).append(frames.content, frames.count);
    }
  }

  private async currentWriter(): Promise<SegmentWriter> {
    const segment = this.writer?.segment;
    const finished = segment && (segment.bytes >= this.limits.segmentBytes || segment.damage !== undefined);
    if (finished) await this.seal();
    return (this.writer ??= await this.store.begin());
  }

  private async seal(): Promise<void> {
    await this.writer?.close();
    this.writer = undefined;
  }
}
