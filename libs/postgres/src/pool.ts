import { settledWithin } from '@plumbline/tasks';
import pg from 'pg';

const connectTimeoutMs = 5_000;
const idleConnectionMs = 30_000;

/** Limits of the sessions of a service. */
export interface SessionLimits {
  readonly statementTimeoutMs?: number;
  readonly idleInTransactionMs?: number;
}

/**
 * The settings of a connection that ends rather than hang: connecting is bounded at 5 s, a statement and an idle
 * transaction at 10 s on the server unless other limits are given; a query whose answer never comes (a cut network) ends
 * 5 s later on the client.
 */
export function boundedConnection({
  statementTimeoutMs = 10_000,
  idleInTransactionMs = 10_000,
}: SessionLimits = {}): pg.ClientConfig {
  return {
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + connectTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    keepAlive: true,
  };
}

/** A pool that outlives an outage of its server: a lost connection is dropped and the next query opens a new one. */
export function createPool(connection: pg.ClientConfig, size: number): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    ...boundedConnection(),
    max: size,
    idleTimeoutMillis: idleConnectionMs,
  });
  surviveConnectionLoss(pool);
  return pool;
}

/** True when the database answers a query through the pool within the time; never rejects. */
export async function databaseHealthy(pool: pg.Pool, timeoutMs: number): Promise<boolean> {
  const query = { text: 'SELECT 1', query_timeout: timeoutMs };
  return (await settledWithin(timeoutMs, pool.query(query))) === 'fulfilled';
}

/** Ends the pool; connections that are still in use after the time are abandoned to the server's timeouts. */
export async function closePool(pool: pg.Pool, timeoutMs: number): Promise<void> {
  if (!pool.ending) await settledWithin(timeoutMs, pool.end());
}

function surviveConnectionLoss(pool: pg.Pool): void {
  // Without listeners an 'error' event ends the process. The pool has already dropped the idle client, and a query
  // on a client in use rejects by itself; the health check is what reports the outage.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
}
