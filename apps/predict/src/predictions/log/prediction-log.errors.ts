import { DomainError } from '@plumbline/errors';

/** The spool is full: the database has been away for too long. Maps to 503. */
export class PredictionLogFull extends DomainError {
  readonly code = 'prediction_log_full';
  override readonly retryAfterS = 5;

  constructor(limitBytes: number) {
    super(
      `The prediction log is full (${limitBytes} bytes); no prediction can be stored until the database accepts records again`,
    );
  }
}

/** The spool cannot be written to, for example because the disk is full. Maps to 503. */
export class PredictionLogUnavailable extends DomainError {
  readonly code = 'prediction_log_unavailable';
  override readonly retryAfterS = 5;

  constructor(cause: unknown) {
    super('The prediction log cannot be written to, so no prediction can be stored', { cause });
  }
}

/** The spool folder cannot be used, so the service does not start. */
export class SpoolUnusable extends DomainError {
  readonly code = 'spool_unusable';

  constructor(folder: string, reason: string, cause?: unknown) {
    super(`The prediction log cannot use the folder ${folder}: ${reason}`, { cause });
  }
}
