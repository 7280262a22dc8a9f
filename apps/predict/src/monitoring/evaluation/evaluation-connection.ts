import { advisoryLocks, SqlClient } from '@plumbline/postgres';
import { sql } from 'drizzle-orm';
import { Client } from 'pg';
import { type ModelVersion, versionKey } from '../../models/manifest/index.js';

const CONNECT_TIMEOUT_MS = 5_000;

/** How to connect, and when the server ends the connection. */
export interface ConnectionRequest {
  readonly databaseUrl: string;
  /** The server cancels a statement that takes longer. */
  readonly budgetMs: number;
  readonly idleTimeoutMs: number;
}

const lockKey = advisoryLocks.evaluation(sql`wanted.model`, sql`wanted.version`);

/**
 * The connection of the replica that evaluates. It holds an advisory lock for each version that is evaluated here. When
 * the connection ends, another replica can take the locks.
 */
export class EvaluationConnection {
  /** Typed statements on this connection. */
  readonly sql: SqlClient;
  private held = new Map<string, ModelVersion>();
  private lost = false;

  private constructor(
    private readonly client: Client,
    private readonly url: string,
    private readonly budgetMs: number,
  ) {
    this.sql = new SqlClient(client);
    const lose = () => {
      this.lost = true;
    };
    client.on('error', lose);
    client.on('end', lose);
  }

  /** Rejects when the database cannot be reached. */
  static async open(request: ConnectionRequest): Promise<EvaluationConnection> {
    const { databaseUrl, budgetMs, idleTimeoutMs } = request;
    const client = new Client({
      connectionString: databaseUrl,
      application_name: 'plumbline-predict-evaluation',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: budgetMs,
      query_timeout: budgetMs + CONNECT_TIMEOUT_MS,
      // PostgreSQL has a limit of its own for idle time in a transaction.
      idle_in_transaction_session_timeout: idleTimeoutMs,
      keepAlive: true,
    });
    const connection = new EvaluationConnection(client, databaseUrl, budgetMs);
    await client.connect();
    // Servers before PostgreSQL 14 do not have the setting. There an idle connection keeps its locks.
    await connection.sql.run((queries) =>
      queries.execute(sql`
        SELECT set_config(name, ${String(idleTimeoutMs)}, false) FROM pg_settings
        WHERE name = 'idle_session_timeout'`),
    );
    return connection;
  }

  /** Whether the connection is usable, leads to the server of the request, and has its limit. */
  serves({ databaseUrl, budgetMs }: Omit<ConnectionRequest, 'idleTimeoutMs'>): boolean {
    return !this.lost && this.url === databaseUrl && this.budgetMs === budgetMs;
  }

  /** Locks those of these versions that are free, unlocks all others, and returns the keys of those that are held. */
  async claim(versions: readonly ModelVersion[]): Promise<ReadonlySet<string>> {
    const wanted = new Map(versions.map((version) => [versionKey(version), version]));
    const gone = [...this.held].filter(([key]) => !wanted.has(key)).map(([, version]) => version);
    if (gone.length > 0) await this.unlock(gone);
    for (const version of gone) this.held.delete(versionKey(version));
    const free = [...wanted].filter(([key]) => !this.held.has(key)).map(([, version]) => version);
    for (const version of await this.lock(free)) this.held.set(versionKey(version), version);
    return new Set(this.held.keys());
  }

  /** Runs reads that see the database at one moment. */
  async snapshot<Result>(read: () => Promise<Result>): Promise<Result> {
    await this.client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    try {
      return await read();
    } finally {
      if (!this.lost) await this.client.query('COMMIT');
    }
  }

  /** Ends the connection; never rejects. */
  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }

  /** Returns the versions that were free. */
  private async lock(versions: readonly ModelVersion[]): Promise<ModelVersion[]> {
    const { rows } = await this.sql.run((queries) =>
      queries.execute<{ model: string; version: number }>(sql`
        SELECT wanted.model, wanted.version FROM ${wantedOf(versions)} WHERE pg_try_advisory_lock(${lockKey})`),
    );
    return rows;
  }

  private async unlock(versions: readonly ModelVersion[]): Promise<void> {
    await this.sql.run((queries) =>
      queries.execute(sql`SELECT pg_advisory_unlock(${lockKey}) FROM ${wantedOf(versions)}`),
    );
  }
}

function wantedOf(versions: readonly ModelVersion[]) {
  const models = sql.param(versions.map(({ model }) => model));
  const numbers = sql.param(versions.map(({ version }) => version));
  return sql`unnest(${models}::text[], ${numbers}::integer[]) AS wanted(model, version)`;
}
