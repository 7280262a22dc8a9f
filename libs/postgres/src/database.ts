import { join } from 'node:path';
import type pg from 'pg';
import { type Progress, withPatientClient } from './connect.js';
import { EmbeddedServer } from './embedded/index.js';
import { runMigrations } from './migrate.js';
import { closePool, createPool } from './pool.js';
import { SqlPool } from './sql-pool.js';

/** What a service needs of PostgreSQL. */
export interface DatabaseOptions {
  /** A server to use; without it an embedded one below `dataDir` is used. */
  readonly url?: string | undefined;
  readonly dataDir: string;
  /** The service's own PostgreSQL schema; in the embedded server also the name of its database. */
  readonly schema: string;
  /** A folder of drizzle migrations, with `meta/_journal.json`. */
  readonly migrationsFolder: string;
  readonly poolSize: number;
  readonly onProgress?: Progress | undefined;
}

/** A migrated database. */
export class Database extends SqlPool {
  constructor(
    pool: pg.Pool,
    private readonly connection: () => pg.ClientConfig,
    private readonly release: () => Promise<void> = () => Promise.resolve(),
  ) {
    super(pool);
  }

  /** How to connect to it, password included. It changes when an embedded server moves. */
  get url(): string {
    return urlOf(this.connection());
  }

  /** Ends the pool and gives up the embedded server, which stops with its last user. Later calls do nothing. */
  async close(): Promise<void> {
    await closePool(this.pool, drainMs);
    await this.release();
  }
}

const patienceMs = 30_000;
const drainMs = 5_000;

/**
 * Opens the database of a service and brings its schema up to date. A named server may take 30 s to come up; without
 * a url the embedded server is started or joined.
 * @throws {DatabaseUnavailable} when there is no usable server, in one sentence that says why.
 * @throws {MigrationFailed} when a migration does not apply; nothing of it is kept.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, schema, dataDir, onProgress } = options;
  if (url !== undefined) return openAt(() => ({ connectionString: url }), options);
  const server = await EmbeddedServer.acquire({ folder: join(dataDir, 'postgres'), onProgress });
  try {
    await server.createDatabase(schema);
    return await openAt(() => server.connection(schema), options, server);
  } catch (error) {
    await server.release();
    throw error;
  }
}

async function openAt(
  connection: () => pg.ClientConfig,
  options: DatabaseOptions,
  server?: EmbeddedServer,
): Promise<Database> {
  const { schema, migrationsFolder, poolSize, onProgress = () => undefined } = options;
  await withPatientClient(connection, { patienceMs, onProgress }, (client) =>
    runMigrations(client, { schema, folder: migrationsFolder, onProgress }),
  );
  const pool = createPool({ application_name: `plumbline-${schema}`, ...connection() }, poolSize);
  server?.onMoved((port) => (pool.options.port = port));
  return new Database(pool, connection, () => server?.release() ?? Promise.resolve());
}

function urlOf(connection: pg.ClientConfig): string {
  if (connection.connectionString !== undefined) return connection.connectionString;
  const { user, password, host, port, database = '' } = connection;
  const secret = typeof password === 'string' ? encodeURIComponent(password) : '';
  return `postgres://${user}:${secret}@${host}:${port}/${encodeURIComponent(database)}`;
}
