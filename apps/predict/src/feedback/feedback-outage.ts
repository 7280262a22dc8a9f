import { DatabaseError } from 'pg';
import { FeedbackUnavailable } from './feedback.errors.js';

/**
 * SQLSTATE classes that pass by themselves: connection, transaction rolled back, resources, lock or object state,
 * operator intervention (a server that shuts down, a cancelled statement), system error.
 */
const PASSING = /^(08|40|53|55|57|58)/;

/** Runs a query; an outage of the database rejects with `FeedbackUnavailable`, a mistake with itself. */
export async function whileAvailable<Result>(query: () => Promise<Result>): Promise<Result> {
  try {
    return await query();
  } catch (error) {
    throw isOutage(error) ? new FeedbackUnavailable(error) : error;
  }
}

/** What the driver itself reports, other than the server's errors, is about the connection. */
function isOutage(error: unknown): boolean {
  if (error instanceof DatabaseError) return PASSING.test(error.code ?? '');
  return !(error instanceof TypeError || error instanceof RangeError);
}
