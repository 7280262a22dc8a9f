import type { LoggerService } from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import type { Metric, MetricSet } from '@plumbline/metrics';
import { Clock } from '@plumbline/tasks';
import type { Segment } from './segment.js';

/** Continuing failures are logged at most this often. */
const QUIET_MS = 5_000;

/** Reports the state of the prediction log in metrics and in the service's log. */
export class PredictionLogReport {
  private readonly pendingRecords: Metric<'prediction_log_pending'>;
  private readonly errors: Metric<'prediction_log_errors_total'>;
  private quietUntilMs = -Infinity;

  constructor(
    metrics: Pick<MetricSet, 'get'>,
    private readonly logger: Pick<LoggerService, 'error' | 'warn'>,
    private readonly clock: Pick<Clock, 'monotonicMs'> = new Clock(),
  ) {
    this.pendingRecords = metrics.get('prediction_log_pending');
    this.errors = metrics.get('prediction_log_errors_total');
    for (const reason of ['spool_full', 'spool_write', 'corrupt_record', 'refused_record', 'database']) {
      this.errors.inc({ reason }, 0);
    }
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
    this.errors.inc({ reason: 'corrupt_record' });
    const problem = damage === 'torn' ? 'a record is cut short' : 'a checksum is wrong';
    this.logger.error({
      message: `A segment of the prediction log is damaged: ${problem}; the records before it are kept`,
      path,
      records,
    });
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
