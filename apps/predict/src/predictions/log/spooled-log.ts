import { join } from 'node:path';
import type { PredictionLogParts } from './prediction-log.js';
import type { PredictionLogReport } from './prediction-log-report.js';
import type { PredictionRecord } from './prediction-record.js';
import { isRowError, type PredictionRepository } from './prediction.repository.js';
import { RefusedRecords } from './refused-records.js';
import { SegmentStore } from './segment-store.js';
import { Shipper } from './shipper.js';
import { Spool, type SpoolLimits } from './spool.js';
import { SpoolReader } from './spool-reader.js';

/** Closing waits this long for the database; what it has not taken by then waits in the spool for the next start. */
const FAREWELL_MS = 2_000;

/** A spool on the local disk and a shipper that empties it into the database. */
export class SpooledLog implements PredictionLogParts {
  private constructor(
    private readonly store: SegmentStore,
    private readonly spool: Spool,
    private readonly reader: SpoolReader,
    private readonly shipper: Shipper,
  ) {}

  /** Opens the spool below `folder`, takes over what stopped processes left there, and starts shipping. */
  static async open(
    folder: string,
    limits: SpoolLimits,
    repository: PredictionRepository,
    report: PredictionLogReport,
  ): Promise<SpooledLog> {
    const store = await SegmentStore.open(folder);
    for (const segment of store.damaged) report.damaged(segment);
    const reader = new SpoolReader(store, (segment) => report.damaged(segment));
    const tellPending = () => report.pending(reader.pending);
    const shipper = new Shipper(reader, destination(folder, repository, report), {
      onProgress: tellPending,
      onFailure: (error, pauseMs) => report.deliveryFailed(error, pauseMs),
    });
    const spool = new Spool(store, limits, {
      onDurable: () => {
        tellPending();
        shipper.notify();
      },
      onFull: () => report.full(),
      onWriteError: (error) => report.writeFailed(error),
    });
    tellPending();
    shipper.start();
    return new SpooledLog(store, spool, reader, shipper);
  }

  get hasRoom(): boolean {
    return this.spool.hasRoom;
  }

  append(records: readonly PredictionRecord[]): Promise<void> {
    return this.spool.append(records);
  }

  flush(): Promise<void> {
    return this.shipper.flush();
  }

  async close(): Promise<void> {
    await this.spool.close();
    await within(FAREWELL_MS, this.shipper.flush());
    const stopped = await within(FAREWELL_MS, this.shipper.stop());
    // Removes the segments that were shipped to their end.
    if (stopped) await this.reader.peek(1);
    await this.store.release();
  }
}

function destination(folder: string, repository: PredictionRepository, report: PredictionLogReport) {
  const refused = new RefusedRecords(join(folder, 'refused.jsonl'));
  return {
    insert: (payloads: readonly Buffer[]) => repository.insert(payloads),
    blames: isRowError,
    refuse: async (payload: Buffer, error: Error) => {
      await refused.keep(payload, error.message);
      report.refused(refused.path, error);
    },
  };
}

/** Waits for the attempt, but no longer than `timeoutMs`; returns whether it succeeded by then. */
async function within(timeoutMs: number, attempt: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  const success = attempt.then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([success, late]);
  } finally {
    clearTimeout(timer);
  }
}
