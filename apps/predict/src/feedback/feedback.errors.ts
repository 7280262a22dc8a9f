import { DomainError, type Issue } from '@plumbline/errors';

/** No prediction has this id, or retention has removed it. Maps to 404. */
export class PredictionNotFound extends DomainError {
  readonly code = 'prediction_not_found';
  override readonly extensions: { readonly issues: readonly Issue[] };

  /** @param issues one for each unknown id, with its path in the request. */
  constructor(issues: readonly Issue[]) {
    super(issues.length === 1 ? issues[0]!.message : `${issues.length} predictions are unknown.`);
    this.extensions = { issues };
  }
}

/** With the prediction log off nothing is known that feedback could refer to. Maps to 409. */
export class PredictionLogOff extends DomainError {
  readonly code = 'prediction_log_off';

  constructor() {
    super('Feedback needs the prediction log, which PREDICT_LOG=off has switched off.');
  }
}

/** The database cannot be reached; nothing that was sent was kept. Maps to 503. */
export class FeedbackUnavailable extends DomainError {
  readonly code = 'feedback_unavailable';
  override readonly retryAfterS = 5;

  constructor(cause: unknown) {
    super('Feedback can be neither stored nor read now; try again shortly.', { cause });
  }
}
