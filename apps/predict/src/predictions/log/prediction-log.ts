import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, RecurringTask, settledWithin } from '@plumbline/tasks';
import type { PredictionLogReport } from './prediction-log-report.js';
import type { PredictionRecord } from './prediction-record.js';
import { isRowError, type PredictionRepository } from './prediction.repository.js';
import { SegmentStore } from './segment-store.js';
import { appendRefused, type Destination, Shipper } from './shipper.js';
import { Spool, type SpoolLimits } from './spool.js';
import { keptBytes } from './spool-folders.js';
import { SpoolReader } from './spool-reader.js';

/** Time for shipping the last records on shutdown; the rest stays in the spool for the next start. */
const CLOSE_TIMEOUT_MS = 2_000;

/** How often the spool folder is searched for what processes left that have ended. */
const CHECK_MS = 5_000;
/** Records of other processes are taken over while the spool is filled to less than this share of its limit. */
const ADOPT_SHARE = 0.5;
/** A segment takes at most this share of the volume: the space of shipped records is reused one segment at a time. */
const SEGMENT_SHARE = 1 / 16;

interface Parts {
  readonly store: SegmentStore;
  readonly spool: Spool;
  readonly reader: SpoolReader;
  readonly shipper: Shipper;
  readonly check: RecurringTask;
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
    const store = await SegmentStore.open(folder, () => report.spoolRemade(folder));
    for (const segment of store.damaged) report.damaged(segment);
    const reader = new SpoolReader(store, (segment) => report.damaged(segment));
    const reportPending = () => report.pending(reader.pending);
    const shipper = new Shipper(reader, destination(folder, repository, report), {
      onProgress: reportPending,
      onFailure: (error, pauseMs) => report.deliveryFailed(error, pauseMs),
    });
    const notify = () => {
      reportPending();
      shipper.notify();
    };
    const events = {
      onDurable: notify,
      onFull: () => report.full(),
      onWriteError: (error: Error) => {
        report.writeFailed(error);
        void reader.reclaim().catch((failure: unknown) => report.checkFailed(failure));
      },
    };
    const spool = new Spool(store, await fitToVolume(folder, limits), events, clock);
    const check = checkOf(store, limits, report, notify);
    reportPending();
    shipper.start();
    check.start();
    return new PredictionLog({ store, spool, reader, shipper, check });
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
    const { spool, shipper, reader, store, check } = this.parts;
    await check.stop();
    await spool.close();
    await settledWithin(CLOSE_TIMEOUT_MS, shipper.flush());
    const stopped = await settledWithin(CLOSE_TIMEOUT_MS, shipper.stop());
    // Removes the segments that were shipped to their end.
    if (stopped === 'fulfilled') await reader.reclaim();
    await store.release();
  }
}

/** Takes over the records of processes that have ended while this one runs, and measures what is kept. */
function checkOf(
  store: SegmentStore,
  { totalBytes }: SpoolLimits,
  report: PredictionLogReport,
  onAdopted: () => void,
): RecurringTask {
  return new RecurringTask({
    async run() {
      const { adopted, leftBytes } = await store.adopt(totalBytes * ADOPT_SHARE - store.bytes);
      report.orphans(adopted, leftBytes);
      report.kept(await keptBytes(store.root));
      if (adopted.length > 0) onAdopted();
    },
    intervalMs: CHECK_MS,
    firstDelayMs: 0,
    onError: (error) => report.checkFailed(error),
  });
}

/** The limits, with segments that are small beside the volume. */
async function fitToVolume(folder: string, limits: SpoolLimits): Promise<SpoolLimits> {
  const { blocks, bsize } = await statfs(folder);
  const segmentBytes = Math.min(limits.segmentBytes, Math.floor(blocks * bsize * SEGMENT_SHARE));
  return { ...limits, segmentBytes };
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
