import type pg from 'pg';
import { isOutage } from './outage.js';

/**
 * Runs the work in a transaction of its own: everything it does is kept, or, when it rejects, nothing. The connection goes
 * back to the pool, or is closed when it is not known to be usable.
 */
export async function inTransaction<Result>(
  pool: Pick<pg.Pool, 'connect'>,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let isUsable = false;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    isUsable = true;
    return result;
  } catch (error) {
    // Closing rolls back too, and does not wait for a server that may not answer.
    isUsable = !isOutage(error) && (await rollsBack(client));
    throw error;
  } finally {
    client.release(!isUsable);
  }
}

function rollsBack(client: pg.PoolClient): Promise<boolean> {
  return client.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}
