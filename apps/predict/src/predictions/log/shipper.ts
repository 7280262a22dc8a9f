import { Alarm } from './alarm.js';
import { Backoff } from './backoff.js';
import { type Deferred, deferred } from './deferred.js';
import type { SpoolReader } from './spool-reader.js';

/** Where records end up. */
export interface Destination {
  /** Stores all payloads or none; storing one again changes nothing. */
  insert(payloads: readonly Buffer[]): Promise<void>;
  /** Whether the failure is the payloads' own fault, so that trying them again cannot help. */
  blames(error: unknown): boolean;
  /** Keeps one payload that cannot be stored somewhere else. */
  refuse(payload: Buffer, error: Error): Promise<void>;
}

/** What the shipper tells, synchronously. */
export interface ShipperEvents {
  /** The number of pending records changed. */
  onProgress(): void;
  /** An attempt failed; another follows after `pauseMs`. */
  onFailure(error: Error, pauseMs: number): void;
}

/** Small, because the database driver copies it into buffers that pile up between collections. */
const BATCH_BYTES = 2 ** 17;
/** Records wait this long for company, so that quiet hours do not cost one transaction each. */
const LINGER_MS = 100;
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5_000;

interface Flush extends Deferred {
  remaining: number;
}

/** Moves records from the spool to their destination, in order, in batches, until it is stopped. */
export class Shipper {
  private readonly alarm = new Alarm();
  private readonly backoff = new Backoff(FIRST_PAUSE_MS, MAX_PAUSE_MS);
  private readonly flushes = new Set<Flush>();
  private waitingFor: 'records' | 'company' | 'retry' | undefined;
  private stopping = false;
  private running: Promise<void> | undefined;

  constructor(
    private readonly reader: SpoolReader,
    private readonly destination: Destination,
    private readonly events: ShipperEvents,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** There are new durable records. */
  notify(): void {
    const enough = this.waitingFor === 'company' && this.reader.pendingBytes >= BATCH_BYTES;
    if (this.waitingFor === 'records' || enough) this.alarm.ring();
  }

  /** Resolves when all records that are durable now were moved; rejects when an attempt to do so fails. */
  flush(): Promise<void> {
    if (this.reader.pending === 0) return Promise.resolve();
    const flush = { ...deferred(), remaining: this.reader.pending };
    this.flushes.add(flush);
    this.alarm.ring();
    return flush.promise;
  }

  /** Lets the attempt under way end; what is left stays in the spool. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.alarm.ring();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.shipBatch();
        this.backoff.reset();
        if (this.flushes.size === 0 && !this.stopping) await this.rest();
      } catch (error) {
        await this.recover(error as Error);
      }
    }
    for (const flush of this.flushes) this.settle(flush, new Error('the prediction log was closed'));
  }

  private async shipBatch(): Promise<void> {
    const payloads = await this.reader.peek(BATCH_BYTES);
    await this.deliver(payloads);
    this.reader.pass();
    this.events.onProgress();
    for (const flush of this.flushes) {
      flush.remaining -= payloads.length;
      if (flush.remaining <= 0 || payloads.length === 0) this.settle(flush);
    }
  }

  /** Halves a batch that is refused until the record at fault stands alone. */
  private async deliver(payloads: readonly Buffer[]): Promise<void> {
    if (payloads.length === 0) return;
    try {
      await this.destination.insert(payloads);
    } catch (error) {
      if (!this.destination.blames(error)) throw error;
      if (payloads.length === 1) return this.destination.refuse(payloads[0]!, error as Error);
      const half = payloads.length >> 1;
      await this.deliver(payloads.slice(0, half));
      await this.deliver(payloads.slice(half));
    }
  }

  /** Waits for records, then for more of them. */
  private async rest(): Promise<void> {
    if (this.reader.pending === 0) await this.wait('records');
    const enough = this.reader.pendingBytes >= BATCH_BYTES || this.flushes.size > 0;
    if (!enough && !this.stopping) await this.wait('company', LINGER_MS);
  }

  private async recover(error: Error): Promise<void> {
    for (const flush of this.flushes) this.settle(flush, error);
    if (this.stopping) return;
    const pauseMs = this.backoff.nextMs();
    this.events.onFailure(error, pauseMs);
    await this.wait('retry', pauseMs);
  }

  private async wait(reason: 'records' | 'company' | 'retry', timeoutMs?: number): Promise<void> {
    this.waitingFor = reason;
    await this.alarm.wait(timeoutMs);
    this.waitingFor = undefined;
  }

  private settle(flush: Flush, error?: Error): void {
    this.flushes.delete(flush);
    if (error === undefined) flush.resolve();
    else flush.reject(error);
  }
}
