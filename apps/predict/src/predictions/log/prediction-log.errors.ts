import { DomainError } from '@plumbline/errors';

/** The spool holds as many bytes as it may: the database has been away for too long. Maps to 503. */
export class PredictionLogFull extends DomainError {
  readonly code = 'prediction_log_full';
  override readonly retryAfterS = 5;

  constructor(limitBytes: number) {
    super(
      `The prediction log holds its limit of ${limitBytes} bytes; no prediction can be kept until the database takes them`,
    );
  }
}

/** The spool cannot be written, for example because the disk is full. Maps to 503. */
export class PredictionLogUnavailable extends DomainError {
  readonly code = 'prediction_log_unavailable';
  override readonly retryAfterS = 5;

  constructor(cause: unknown) {
    super('The prediction log cannot be written, so no prediction can be kept', { cause });
  }
}

/** The spool folder cannot be used at all, so the service must not start. */
export class SpoolUnusable extends DomainError {
  readonly code = 'spool_unusable';

  constructor(folder: string, reason: string, cause?: unknown) {
    super(`The prediction log cannot use the folder ${folder}: ${reason}`, { cause });
  }
}
