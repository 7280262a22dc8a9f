import type { LoggerService } from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import type { Metric, MetricSet } from '@plumbline/metrics';
import { Clock } from '@plumbline/tasks';
import type { Segment } from './segment.js';

const REASONS = [
  'spool_full',
  'spool_write',
  'spool_removed',
  'corrupt_record',
  'refused_record',
  'database',
];

/** Continuing failures are logged at most this often. */
const QUIET_MS = 5_000;

const DAMAGE_MESSAGES = {
  torn: 'The last record of a segment of the prediction log is cut short; the records before it are kept',
  corrupt:
    'A segment of the prediction log is damaged. Its whole records are moved to the database, and the file is kept as *.damaged',
  missing: 'A segment of the prediction log was deleted while predict runs; its pending records are lost',
} as const;

/** Reports the state of the prediction log in metrics and in the service's log. */
export class PredictionLogReport {
  private readonly pendingRecords: Metric<'prediction_log_pending'>;
  private readonly orphanedBytes: Metric<'prediction_log_orphaned_bytes'>;
  private readonly keptBytes: Metric<'prediction_log_kept_bytes'>;
  private readonly errors: Metric<'prediction_log_errors_total'>;
  private quietUntilMs = -Infinity;

  constructor(
    metrics: Pick<MetricSet, 'get'>,
    private readonly logger: Pick<LoggerService, 'error' | 'warn'>,
    private readonly clock: Pick<Clock, 'monotonicMs'> = new Clock(),
  ) {
    this.pendingRecords = metrics.get('prediction_log_pending');
    this.errors = metrics.get('prediction_log_errors_total');
    this.orphanedBytes = metrics.get('prediction_log_orphaned_bytes');
    this.keptBytes = metrics.get('prediction_log_kept_bytes');
    for (const reason of REASONS) this.errors.inc({ reason }, 0);
  }

  pending(records: number): void {
    this.pendingRecords.set(records);
  }

  full(): void {
    this.errors.inc({ reason: 'spool_full' });
    this.warn({
      message:
        'The prediction log is full; predictions fail with 503 until the database accepts records again',
    });
  }

  writeFailed(error: Error): void {
    this.errors.inc({ reason: 'spool_write' });
    this.warn({
      message: 'The prediction log cannot be written to; predictions fail with 503',
      error: reasonOf(error),
    });
  }

  deliveryFailed(error: Error, pauseMs: number): void {
    this.errors.inc({ reason: 'database' });
    this.warn({
      message: 'The database does not accept predictions; they stay in the spool',
      error: reasonOf(error),
      retryMs: Math.round(pauseMs),
    });
  }

  damaged({ path, damage, records }: Segment): void {
    this.errors.inc({ reason: damage === 'missing' ? 'spool_removed' : 'corrupt_record' });
    this.logger.error({ message: DAMAGE_MESSAGES[damage ?? 'corrupt'], path, records });
  }

  /** Segments of processes that have ended: those taken over, and the bytes of those that are left. */
  orphans(adopted: readonly Segment[], leftBytes: number): void {
    this.orphanedBytes.set(leftBytes);
    for (const segment of adopted) if (segment.damage !== undefined) this.damaged(segment);
    if (adopted.length === 0) return;
    this.logger.warn({
      message: 'The prediction log has taken over the records of a process that has ended',
      records: adopted.reduce((sum, { records }) => sum + records, 0),
    });
  }

  /** Bytes of files that keep what could not be moved to the database, by kind. */
  kept(bytes: Readonly<Record<string, number>>): void {
    for (const [kind, size] of Object.entries(bytes)) this.keptBytes.set({ kind }, size);
  }

  spoolRemade(folder: string): void {
    this.errors.inc({ reason: 'spool_removed' });
    this.logger.error({
      message: 'The folder of the prediction log was removed while predict runs; it is made anew',
      folder,
    });
  }

  checkFailed(error: unknown): void {
    this.warn({ message: 'The folder of the prediction log cannot be checked', error: reasonOf(error) });
  }

  refused(path: string, error: Error): void {
    this.errors.inc({ reason: 'refused_record' });
    this.logger.error({
      message: 'The database refuses a prediction; it is kept in a file',
      path,
      error: reasonOf(error),
    });
  }

  private warn(record: Readonly<Record<string, unknown>>): void {
    const nowMs = this.clock.monotonicMs();
    if (nowMs < this.quietUntilMs) return;
    this.quietUntilMs = nowMs + QUIET_MS;
    this.logger.warn(record);
  }
}
