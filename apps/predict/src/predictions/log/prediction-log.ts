import type { PredictionRecord } from './prediction-record.js';

/** The parts of a log that is on. */
export interface PredictionLogParts {
  readonly hasRoom: boolean;
  append(records: readonly PredictionRecord[]): Promise<void>;
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** The prediction log: what it accepts is never lost, and reaches the database in the end. */
export class PredictionLog {
  constructor(private readonly parts?: PredictionLogParts) {}

  /** False with `PREDICT_LOG=off`: nothing is kept and no feedback can be taken. */
  get enabled(): boolean {
    return this.parts !== undefined;
  }

  /** False when the spool is nearly at its bound: requests had better go to another replica. */
  get hasRoom(): boolean {
    return this.parts?.hasRoom ?? true;
  }

  /**
   * Resolves when every record is durable (at once when the log is off), so answer only afterwards.
   * @throws {PredictionLogFull} when the spool is at its bound.
   * @throws {PredictionLogUnavailable} when the spool cannot be written.
   */
  append(records: readonly PredictionRecord[]): Promise<void> {
    return this.parts?.append(records) ?? Promise.resolve();
  }

  /** Resolves when the database holds all records that are durable now. @throws when the database cannot take them. */
  flush(): Promise<void> {
    return this.parts?.flush() ?? Promise.resolve();
  }

  /** Nest calls it when no request is in flight any more. */
  async onApplicationShutdown(): Promise<void> {
    await this.parts?.close();
  }
}
