import { DomainError, type Issue } from '@plumbline/errors';

/**
 * No prediction has this id, retention has removed it, or it belongs to another subject. The answer does not say which, so
 * that it does not reveal predictions of others. Maps to 404.
 */
export class PredictionNotFound extends DomainError {
  readonly code = 'prediction_not_found';
  override readonly extensions: { readonly issues: readonly Issue[] };

  /** @param issues one for each unknown id, with its path in the request. */
  constructor(issues: readonly Issue[]) {
    const [first, ...rest] = issues;
    super(
      first !== undefined && rest.length === 0
        ? first.message
        : `There are no predictions with ${issues.length} of the ids that this token may label.`,
    );
    this.extensions = { issues };
  }
}

/** Without the prediction log there are no predictions that feedback could refer to. Maps to 409. */
export class PredictionLogOff extends DomainError {
  readonly code = 'prediction_log_off';

  constructor() {
    super('Feedback requires the prediction log, which PREDICT_LOG=off disables.');
  }
}

/**
 * The database does not answer. One that hangs may store the request later; sending it again counts it once. Maps to 503.
 */
export class FeedbackUnavailable extends DomainError {
  readonly code = 'feedback_unavailable';
  override readonly retryAfterS = 5;

  constructor(cause: unknown) {
    super('Feedback cannot be stored or read at the moment. Try again shortly.', { cause });
  }
}

/**
 * The predictions are unknown or of another subject, but their ids are so recent that they may still be in the spool of a
 * replica, or of one that has ended; nothing of the request was stored. Maps to 404, since a client can invent such ids: they
 * are no failure of the service.
 */
export class PredictionPending extends DomainError {
  readonly code = 'prediction_pending';
  override readonly retryAfterS = 5;

  constructor(count: number) {
    super(
      `There ${count === 1 ? 'is no prediction with this id' : `are no predictions with ${count} of the ids`} that this token may label, or not yet. Try again shortly.`,
    );
  }
}
