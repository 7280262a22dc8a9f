import { Client } from 'pg';
import { type ModelVersion, versionKey } from '../../models/manifest/index.js';
import type { RoundRequest } from './evaluation-messages.js';

const CONNECT_TIMEOUT_MS = 5_000;

/** Older servers do not know the setting; there a connection that is silent for ever keeps its locks. */
const LIMIT_SILENCE = `
  SELECT set_config(name, $1, false) FROM pg_settings WHERE name = 'idle_session_timeout'`;

/** The same for everyone who evaluates a version. */
const KEY = `hashtextextended('plumbline evaluation of ' || model || '/' || version, 0)`;
const VERSIONS = `unnest($1::text[], $2::integer[]) AS wanted(model, version)`;
const LOCK = `SELECT model, version FROM ${VERSIONS} WHERE pg_try_advisory_lock(${KEY})`;
const UNLOCK = `SELECT pg_advisory_unlock(${KEY}) FROM ${VERSIONS}`;

/**
 * The connection of the one who evaluates. It holds an advisory lock for each version that is evaluated here; when the
 * connection ends, for whatever reason, the locks are free for another replica.
 */
export class EvaluationDatabase {
  private held = new Map<string, ModelVersion>();
  private lost = false;

  private constructor(
    readonly client: Client,
    private readonly url: string,
  ) {
    const lose = () => {
      this.lost = true;
    };
    client.on('error', lose);
    client.on('end', lose);
  }

  /** Rejects when the database cannot be reached. */
  static async open(request: RoundRequest): Promise<EvaluationDatabase> {
    const { databaseUrl, statementTimeoutMs, idleTimeoutMs } = request;
    const client = new Client({
      connectionString: databaseUrl,
      application_name: 'plumbline-predict-evaluation',
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + CONNECT_TIMEOUT_MS,
      // Silence between two statements of a transaction has a limit of its own.
      idle_in_transaction_session_timeout: idleTimeoutMs,
      keepAlive: true,
    });
    const database = new EvaluationDatabase(client, databaseUrl);
    await client.connect();
    await client.query(LIMIT_SILENCE, [String(idleTimeoutMs)]);
    return database;
  }

  /** Whether it can still be used for this request: a server may have moved, a connection may have ended. */
  serves({ databaseUrl }: RoundRequest): boolean {
    return !this.lost && this.url === databaseUrl;
  }

  /** Takes the free versions of these, gives up all others, and returns the names of those that are held. */
  async claim(versions: readonly ModelVersion[]): Promise<ReadonlySet<string>> {
    const wanted = new Map(versions.map((version) => [versionKey(version), version]));
    const gone = [...this.held].filter(([key]) => !wanted.has(key)).map(([, version]) => version);
    if (gone.length > 0) await this.client.query(UNLOCK, columnsOf(gone));
    for (const version of gone) this.held.delete(versionKey(version));
    const free = [...wanted].filter(([key]) => !this.held.has(key)).map(([, version]) => version);
    const { rows } = await this.client.query<ModelVersion>(LOCK, columnsOf(free));
    for (const version of rows) this.held.set(versionKey(version), version);
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
}

function columnsOf(versions: readonly ModelVersion[]): unknown[][] {
  return [versions.map(({ model }) => model), versions.map(({ version }) => version)];
}
