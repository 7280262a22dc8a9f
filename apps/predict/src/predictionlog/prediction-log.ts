import type { PredictionRecord } from './prediction-record.js';

/** Where the log puts records: resolves when they survive a crash of the process and of the machine. */
export interface DurableRecords {
  append(records: readonly PredictionRecord[]): Promise<void>;
}

/** The prediction log: what it accepts is never lost, and reaches the database in the end. */
export class PredictionLog {
  constructor(private readonly records?: DurableRecords) {}

  /** False with `PREDICT_LOG=off`: nothing is kept and no feedback can be taken. */
  get enabled(): boolean {
    return this.records !== undefined;
  }

  /**
   * Resolves when every record is durable (at once when the log is off), so answer only afterwards.
   * @throws {PredictionLogFull} when the spool is at its bound.
   * @throws {PredictionLogUnavailable} when the spool cannot be written.
   */
  append(records: readonly PredictionRecord[]): Promise<void> {
    return this.records?.append(records) ?? Promise.resolve();
  }
}
