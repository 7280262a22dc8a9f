import { open } from 'node:fs/promises';
import { Backoff, type Deferred, deferred, RecurringTask } from '@plumbline/tasks';
import type { SpoolReader } from './spool-reader.js';

/** Where records are shipped to. */
export interface Destination {
  /** Stores all payloads or none; storing one again changes nothing. */
  insert(payloads: readonly Buffer[]): Promise<void>;
  /** Whether the payloads themselves are the cause of the failure, so that trying them again cannot help. */
  isPayloadError(error: unknown): boolean;
  /** Keeps one payload that cannot be stored. */
  keepRefused(payload: Buffer, error: Error): Promise<void>;
}

/** Called by the shipper, synchronously. */
export interface ShipperEvents {
  /** The number of pending records changed. */
  onProgress(): void;
  /** An attempt failed; the next one follows after `pauseMs`. */
  onFailure(error: Error, pauseMs: number): void;
}

/** Small, because the database driver copies it into buffers that pile up between garbage collections. */
const BATCH_BYTES = 2 ** 17;
/** Smaller batches wait this long, so that low traffic does not cost one transaction per record. */
const LINGER_MS = 100;
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5_000;

interface Flush extends Deferred {
  remaining: number;
}

/** Moves records from the spool to their destination, in order and in batches. */
export class Shipper {
  private readonly task = new RecurringTask({
    run: () => this.shipBatch(),
    intervalMs: () => this.pauseMs(),
    retryMs: new Backoff(FIRST_PAUSE_MS, MAX_PAUSE_MS),
    onSuccess: () => (this.state = 'idle'),
    onError: (error, pauseMs) => this.fail(error as Error, pauseMs),
  });
  private readonly flushes = new Set<Flush>();
  private state: 'idle' | 'shipping' | 'failing' = 'idle';
  private stopping = false;

  constructor(
    private readonly reader: SpoolReader,
    private readonly destination: Destination,
    private readonly events: ShipperEvents,
  ) {}

  start(): void {
    this.task.start();
  }

  /** There are new durable records. A batch under way, or the pause after a failure, is not cut short. */
  notify(): void {
    if (this.state === 'idle') this.task.runWithin(this.pauseMs());
  }

  /** Resolves when all records that are durable now were moved. Rejects when an attempt to do so fails. */
  flush(): Promise<void> {
    if (this.reader.pending === 0) return Promise.resolve();
    const flush = { ...deferred(), remaining: this.reader.pending };
    this.flushes.add(flush);
    void this.task.runNow();
    return flush.promise;
  }

  /** Waits for the attempt under way; the other records stay in the spool. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.task.stop();
    for (const flush of this.flushes) this.settle(flush, new Error('the prediction log was closed'));
  }

  /** The time to the next batch. */
  private pauseMs(): number {
    if (this.reader.pending === 0) return Infinity;
    return this.reader.pendingBytes >= BATCH_BYTES || this.flushes.size > 0 ? 0 : LINGER_MS;
  }

  private async shipBatch(): Promise<void> {
    // A flush during the last attempt asked for one more; its records stay in the spool.
    if (this.stopping) return;
    this.state = 'shipping';
    const payloads = await this.reader.peek(BATCH_BYTES);
    await this.deliver(payloads);
    this.reader.pass();
    // Not at the next batch: a volume that is full has no room for records that would cause one.
    await this.reader.reclaim();
    this.events.onProgress();
    for (const flush of this.flushes) {
      flush.remaining -= payloads.length;
      if (flush.remaining <= 0 || payloads.length === 0) this.settle(flush);
    }
  }

  /** Halves a batch that is refused until the refused record is alone. */
  private async deliver(payloads: readonly Buffer[]): Promise<void> {
    const [first] = payloads;
    if (first === undefined) return;
    try {
      await this.destination.insert(payloads);
    } catch (error) {
      if (!this.destination.isPayloadError(error)) throw error;
      if (payloads.length === 1) return this.destination.keepRefused(first, error as Error);
      const half = payloads.length >> 1;
      await this.deliver(payloads.slice(0, half));
      await this.deliver(payloads.slice(half));
    }
  }

  private fail(error: Error, pauseMs: number): void {
    this.state = 'failing';
    for (const flush of this.flushes) this.settle(flush, error);
    if (!this.stopping) this.events.onFailure(error, pauseMs);
  }

  private settle(flush: Flush, error?: Error): void {
    this.flushes.delete(flush);
    if (error === undefined) flush.resolve();
    else flush.reject(error);
  }
}

/** Appends a record that the database refuses to a file of JSON lines. Resolves when it is durable. */
export async function appendRefused(path: string, payload: Buffer, reason: string): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    await file.appendFile(`${JSON.stringify({ reason, record: payload.toString() })}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
}
