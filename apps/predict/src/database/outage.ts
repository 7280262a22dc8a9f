import { DatabaseError } from 'pg';

/**
 * SQLSTATE classes that pass by themselves: connection, transaction rolled back, resources, lock or object state,
 * operator intervention (a server that shuts down, a cancelled statement), system error.
 */
const PASSING = /^(08|40|53|55|57|58)/;

/** Whether a failed query is the database's trouble rather than a mistake in the query or the code around it. */
export function isOutage(error: unknown): boolean {
  if (error instanceof DatabaseError) return PASSING.test(error.code ?? '');
  // What the driver itself reports, other than the server's errors, is about the connection.
  return !(error instanceof TypeError || error instanceof RangeError);
}
