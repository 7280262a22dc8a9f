import { DomainError } from '@plumbline/errors';

/** The database cannot take the wish for retraining now. Alertmanager sends it again. Maps to 503. */
export class RetrainingUnavailable extends DomainError {
  readonly code = 'retraining_unavailable';
  override readonly retryAfterS = 5;

  constructor(cause: unknown) {
    super('Retraining cannot be recorded now; send it again.', { cause });
  }
}

/** No Airflow is configured, so there is nothing that could retrain. Maps to 409. */
export class RetrainingNotConfigured extends DomainError {
  readonly code = 'retraining_not_configured';

  constructor() {
    super(
      'No Airflow is configured that could retrain: set AIRFLOW_URL, AIRFLOW_USERNAME and AIRFLOW_PASSWORD.',
    );
  }
}

/** No retraining has this id. Maps to 404. */
export class RetrainNotFound extends DomainError {
  readonly code = 'retrain_not_found';

  constructor(id: string) {
    super(`There is no retraining ${id}.`);
  }
}

/** What is approved would be started, and `RETRAIN_MODE` forbids that. Maps to 409. */
export class RetrainingSwitchedOff extends DomainError {
  readonly code = 'retraining_switched_off';

  constructor(mode: string) {
    super(`RETRAIN_MODE is ${mode}: nothing is started until it is auto or approve.`);
  }
}

/** Only a retraining that awaits approval can be approved or rejected. Maps to 409. */
export class RetrainNotAwaitingApproval extends DomainError {
  readonly code = 'retrain_not_awaiting_approval';

  constructor(id: string, state: string) {
    super(`The retraining ${id} does not await approval: its state is ${state}.`);
  }
}
