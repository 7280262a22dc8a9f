import { isOutage } from '../database/index.js';
import { FeedbackUnavailable } from './feedback.errors.js';

/** Runs a query; an outage of the database rejects with `FeedbackUnavailable`, a mistake with itself. */
export async function whileAvailable<Result>(query: () => Promise<Result>): Promise<Result> {
  try {
    return await query();
  } catch (error) {
    throw isOutage(error) ? new FeedbackUnavailable(error) : error;
  }
}
