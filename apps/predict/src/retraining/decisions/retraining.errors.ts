import { DomainError } from '@plumbline/errors';
import { isOutage } from '@plumbline/postgres';

/** The database cannot store or read retrainings at the moment. Alertmanager sends its alerts again. Maps to 503. */
export class RetrainingUnavailable extends DomainError {
  readonly code = 'retraining_unavailable';
  override readonly retryAfterS = 5;

  constructor(cause: unknown) {
    super('The database is unavailable, so retraining cannot be recorded. Send the request again.', {
      cause,
    });
  }
}

/** No Airflow is configured. Maps to 409. */
export class RetrainingNotConfigured extends DomainError {
  readonly code = 'retraining_not_configured';

  constructor() {
    super('No Airflow is configured: set AIRFLOW_URL, AIRFLOW_USERNAME and AIRFLOW_PASSWORD.');
  }
}

/** No retraining has this id. Maps to 404. */
export class RetrainNotFound extends DomainError {
  readonly code = 'retrain_not_found';

  constructor(id: string) {
    super(`There is no retraining ${id}.`);
  }
}

/** `RETRAIN_MODE` does not allow that an approved retraining is started. Maps to 409. */
export class RetrainingSwitchedOff extends DomainError {
  readonly code = 'retraining_switched_off';

  constructor(mode: string) {
    super(`RETRAIN_MODE is ${mode}: retraining can be approved when it is auto or approve.`);
  }
}

/** Only a retraining that awaits approval can be approved or rejected. Maps to 409. */
export class RetrainNotAwaitingApproval extends DomainError {
  readonly code = 'retrain_not_awaiting_approval';

  constructor(id: string, state: string) {
    super(`The retraining ${id} does not await approval: its state is ${state}.`);
  }
}

/** Waits for work on the database. @throws {RetrainingUnavailable} while it is away. */
export async function orRetrainingUnavailable<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof DomainError || !isOutage(error) ? error : new RetrainingUnavailable(error);
  }
}
