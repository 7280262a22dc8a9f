import type { LoggerService } from '@nestjs/common';
import type { Metric } from '@plumbline/metrics';
import type { Segment } from './segment.js';

/** The metrics of the prediction log. */
export interface PredictionLogMetrics {
  readonly pending: Metric<'prediction_log_pending'>;
  readonly errors: Metric<'prediction_log_errors_total'>;
}

/** Failures that go on are logged at most this often. */
const QUIET_MS = 5_000;

/** Tells operators how the prediction log is doing, in metrics and in the service's log. */
export class PredictionLogReport {
  private quietUntil = 0;

  constructor(
    private readonly metrics: PredictionLogMetrics,
    private readonly logger: Pick<LoggerService, 'error' | 'warn'>,
  ) {
    for (const reason of ['spool_full', 'spool_write', 'corrupt_record', 'refused_record', 'database']) {
      metrics.errors.inc({ reason }, 0);
    }
  }

  pending(records: number): void {
    this.metrics.pending.set(records);
  }

  full(): void {
    this.metrics.errors.inc({ reason: 'spool_full' });
    this.warn(
      'The prediction log is full; predictions are answered with 503 until the database takes records',
    );
  }

  writeFailed(error: Error): void {
    this.metrics.errors.inc({ reason: 'spool_write' });
    this.warn(`The prediction log cannot be written; predictions are answered with 503: ${error.message}`);
  }

  deliveryFailed(error: Error, pauseMs: number): void {
    this.metrics.errors.inc({ reason: 'database' });
    this.warn(
      `The database takes no predictions (${reasonOf(error)}); next attempt in ${Math.round(pauseMs)} ms`,
    );
  }

  damaged({ path, damage, records }: Segment): void {
    this.metrics.errors.inc({ reason: 'corrupt_record' });
    const what = damage === 'torn' ? 'ends in the middle of a record' : 'has a record with a wrong checksum';
    this.logger.error(`${path} ${what}; ${records} records before it are kept`);
  }

  refused(path: string, error: Error): void {
    this.metrics.errors.inc({ reason: 'refused_record' });
    this.logger.error(`The database refuses a prediction (${reasonOf(error)}); it is kept in ${path}`);
  }

  private warn(message: string): void {
    if (Date.now() < this.quietUntil) return;
    this.quietUntil = Date.now() + QUIET_MS;
    this.logger.warn(message);
  }
}

/** Failed connections to several addresses come as an AggregateError without a message. */
function reasonOf(error: Error): string {
  return error.message || ((error as NodeJS.ErrnoException).code ?? error.name);
}
