import { type AnyColumn, DrizzleQueryError, type SQL, sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { databaseHealthy } from './pool.js';
import { inTransaction } from './transaction.js';

/** Runs typed statements: on the pool, on one connection, or in one transaction. */
export type Queries = Pick<
  NodePgDatabase,
  | 'select'
  | 'selectDistinct'
  | 'selectDistinctOn'
  | 'with'
  | '$with'
  | 'insert'
  | 'update'
  | 'delete'
  | 'execute'
>;

/** Limits of one transaction that differ from the pool's. */
export interface TransactionLimits {
  /** For each statement, on the server and on the client. */
  readonly statementTimeoutMs?: number;
  /** Between two statements. */
  readonly idleTimeoutMs?: number;
}

/** Typed statements over one client. Rejects with the error of PostgreSQL or of its driver, without the statement. */
export class SqlClient {
  private readonly queries: Queries;

  constructor(client: pg.Pool | pg.PoolClient | pg.Client) {
    this.queries = drizzle(client);
  }

  /** Runs statements that need no transaction. */
  run<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result> {
    return unwrapped(work(this.queries));
  }
}

/** Typed statements and transactions over the connections of a pool. */
export class SqlPool extends SqlClient {
  constructor(readonly pool: pg.Pool) {
    super(pool);
  }

  /** Keeps everything that `work` does or, when it rejects, nothing. */
  transaction<Result>(
    work: (queries: Queries) => Promise<Result>,
    limits: TransactionLimits = {},
  ): Promise<Result> {
    return unwrapped(this.inTransaction(work, limits));
  }

  /** Whether the database answers a query within the time; never rejects. */
  isHealthy(timeoutMs: number): Promise<boolean> {
    return databaseHealthy(this.pool, timeoutMs);
  }

  /** drizzle's own transactions never return a connection on which BEGIN failed. */
  private inTransaction<Result>(
    work: (queries: Queries) => Promise<Result>,
    limits: TransactionLimits,
  ): Promise<Result> {
    return inTransaction(this.pool, async (client) => {
      const { statementTimeoutMs } = limits;
      const queries = drizzle(
        statementTimeoutMs === undefined ? client : withQueryTimeout(client, statementTimeoutMs),
      );
      await setLimits(queries, limits);
      return work(queries);
    });
  }
}

/** The time by the clock of the server, also within a transaction. */
export async function serverTime(queries: Queries): Promise<Date> {
  const { rows } = await queries.execute<{ now: string }>(sql`SELECT clock_timestamp() AS now`);
  return new Date(rows[0]!.now);
}

/** The value of a column in the row that an INSERT could not add, for its ON CONFLICT DO UPDATE. */
export function excluded<Column extends AnyColumn>(column: Column): SQL<Column['_']['data']> {
  return sql`excluded.${sql.identifier(column.name)}`;
}

async function setLimits(
  queries: Queries,
  { statementTimeoutMs, idleTimeoutMs }: TransactionLimits,
): Promise<void> {
  if (statementTimeoutMs !== undefined) {
    await queries.execute(sql.raw(`SET LOCAL statement_timeout = ${statementTimeoutMs}`));
  }
  if (idleTimeoutMs !== undefined) {
    await queries.execute(sql.raw(`SET LOCAL idle_in_transaction_session_timeout = ${idleTimeoutMs}`));
  }
}

/** The client with another limit for the time that an answer may take. */
function withQueryTimeout(client: pg.PoolClient, timeoutMs: number): pg.PoolClient {
  const query = (config: pg.QueryConfig, values: unknown[]) => {
    const limited = { ...config, values, query_timeout: timeoutMs };
    return client.query(limited);
  };
  return Object.create(client, { query: { value: query } }) as pg.PoolClient;
}

/** drizzle's error holds the statement and its parameters, which do not belong in logs. */
async function unwrapped<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof DrizzleQueryError && error.cause !== undefined ? error.cause : error;
  }
}
