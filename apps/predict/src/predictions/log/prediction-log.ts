import { join } from 'node:path';
import { type Clock, settledWithin } from '@plumbline/tasks';
import type { PredictionLogReport } from './prediction-log-report.js';
import type { PredictionRecord } from './prediction-record.js';
import { isRowError, type PredictionRepository } from './prediction.repository.js';
import { SegmentStore } from './segment-store.js';
import { appendRefused, type Destination, Shipper } from './shipper.js';
import { Spool, type SpoolLimits } from './spool.js';
import { SpoolReader } from './spool-reader.js';

/** Time for shipping the last records on shutdown; the rest stays in the spool for the next start. */
const CLOSE_TIMEOUT_MS = 2_000;

interface Parts {
  readonly store: SegmentStore;
  readonly spool: Spool;
  readonly reader: SpoolReader;
  readonly shipper: Shipper;
}

/**
 * The prediction log: a spool on the local disk, and a shipper that moves its records into the database. An accepted
 * record is never lost.
 */
export class PredictionLog {
  private constructor(private readonly parts: Parts | undefined) {}

  /** The log with `PREDICT_LOG=off`. */
  static off(): PredictionLog {
    return new PredictionLog(undefined);
  }

  /** Opens the spool below `folder`, takes over what stopped processes left there, and starts shipping. */
  static async open(
    folder: string,
    limits: SpoolLimits,
    repository: PredictionRepository,
    report: PredictionLogReport,
    clock?: Clock,
  ): Promise<PredictionLog> {
    const store = await SegmentStore.open(folder);
    for (const segment of store.damaged) report.damaged(segment);
    const reader = new SpoolReader(store, (segment) => report.damaged(segment));
    const reportPending = () => report.pending(reader.pending);
    const shipper = new Shipper(reader, destination(folder, repository, report), {
      onProgress: reportPending,
      onFailure: (error, pauseMs) => report.deliveryFailed(error, pauseMs),
    });
    const events = {
      onDurable: () => {
        reportPending();
        shipper.notify();
      },
      onFull: () => report.full(),
      onWriteError: (error: Error) => report.writeFailed(error),
    };
    const spool = new Spool(store, limits, events, clock);
    reportPending();
    shipper.start();
    return new PredictionLog({ store, spool, reader, shipper });
  }

  /** False with `PREDICT_LOG=off`: no prediction is stored, and no feedback can be accepted. */
  get enabled(): boolean {
    return this.parts !== undefined;
  }

  /** False when the spool is nearly full: requests should go to another replica. */
  get hasRoom(): boolean {
    return this.parts?.spool.hasRoom ?? true;
  }

  /**
   * Resolves when every record is durable (immediately when the log is off); answer only afterwards.
   * @throws {PredictionLogFull} when the spool is full.
   * @throws {PredictionLogUnavailable} when the spool cannot be written to.
   */
  append(records: readonly PredictionRecord[]): Promise<void> {
    return this.parts?.spool.append(records) ?? Promise.resolve();
  }

  /** Resolves when the database holds all records that are durable now. @throws when the database cannot store them. */
  flush(): Promise<void> {
    return this.parts?.shipper.flush() ?? Promise.resolve();
  }

  /** Closes the log. Nest calls it after the last request. */
  async onApplicationShutdown(): Promise<void> {
    if (this.parts === undefined) return;
    const { spool, shipper, reader, store } = this.parts;
    await spool.close();
    await settledWithin(CLOSE_TIMEOUT_MS, shipper.flush());
    const stopped = await settledWithin(CLOSE_TIMEOUT_MS, shipper.stop());
    // Removes the segments that were shipped to their end.
    if (stopped === 'fulfilled') await reader.peek(1);
    await store.release();
  }
}

function destination(
  folder: string,
  repository: PredictionRepository,
  report: PredictionLogReport,
): Destination {
  const refused = join(folder, 'refused.jsonl');
  return {
    insert: (payloads) => repository.insert(payloads),
    isPayloadError: isRowError,
    async keepRefused(payload, error) {
      await appendRefused(refused, payload, error.message);
      report.refused(refused, error);
    },
  };
}
