import { DomainError } from '@plumbline/errors';
import { isOutage } from '../../database/index.js';
import { RetrainingUnavailable } from './retraining.errors.js';

/** Runs database work; an outage rejects with `RetrainingUnavailable`, anything else with itself. */
export async function whileRecordable<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof DomainError || !isOutage(error) ? error : new RetrainingUnavailable(error);
  }
}
