import pg from 'pg';

const connectTimeoutMs = 5_000;
const statementTimeoutMs = 10_000;
const idleTransactionTimeoutMs = 10_000;
const idleConnectionMs = 30_000;

/**
 * A pool that outlives an outage of its server: a lost connection is dropped and the next query opens a new one.
 * Connecting is bounded at 5 s, a statement and an idle transaction at 10 s on the server; a query whose answer
 * never comes (a cut network) ends after 15 s on the client.
 */
export function createPool(connection: pg.ClientConfig, size: number): pg.Pool {
  const pool = new pg.Pool({
    ...connection,
    max: size,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: idleConnectionMs,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + connectTimeoutMs,
    idle_in_transaction_session_timeout: idleTransactionTimeoutMs,
    keepAlive: true,
  });
  surviveConnectionLoss(pool);
  return pool;
}

/** True when the database answers a query through the pool within the time; never rejects. */
export async function databaseHealthy(pool: pg.Pool, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  const query = { text: 'SELECT 1', query_timeout: timeoutMs };
  const answered = pool.query(query).then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Ends the pool; connections that are still in use after the time are abandoned to the server's timeouts. */
export async function closePool(pool: pg.Pool, timeoutMs: number): Promise<void> {
  if (pool.ending) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([pool.end(), late]);
  clearTimeout(timer);
}

function surviveConnectionLoss(pool: pg.Pool): void {
  // Without listeners an 'error' event ends the process. The pool has already dropped the idle client, and a query
  // on a client in use rejects by itself; the health check is what reports the outage.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
}
