import { join } from 'node:path';
import type pg from 'pg';
import { connectPatiently } from './connect.js';
import { EmbeddedServer } from './embedded/server.js';
import { runMigrations } from './migrate.js';
import { closePool, createPool } from './pool.js';
import type { Progress } from './progress.js';

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
export interface Database {
  readonly pool: pg.Pool;
  /** How to connect to it, password included. */
  readonly url: string;
  /** Ends the pool and gives up the embedded server, which stops with its last user. Later calls do nothing. */
  readonly close: () => Promise<void>;
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
  if (options.url !== undefined) return openAt({ connectionString: options.url }, options);
  const folder = join(options.dataDir, 'postgres');
  const server = await EmbeddedServer.acquire({ folder, onProgress: options.onProgress });
  try {
    return await openAt(await server.database(options.schema), options, server);
  } catch (error) {
    await server.release();
    throw error;
  }
}

async function openAt(
  connection: pg.ClientConfig,
  options: DatabaseOptions,
  server?: EmbeddedServer,
): Promise<Database> {
  const onProgress = options.onProgress ?? (() => undefined);
  const client = await connectPatiently(connection, patienceMs, onProgress);
  try {
    await runMigrations(client, { schema: options.schema, folder: options.migrationsFolder, onProgress });
  } finally {
    await client.end().catch(() => undefined);
  }
  const pool = createPool(
    { application_name: `plumbline-${options.schema}`, ...connection },
    options.poolSize,
  );
  server?.onMoved((port) => (pool.options.port = port));
  return {
    pool,
    get url() {
      return connection.connectionString ?? urlOf({ ...connection, port: server?.port });
    },
    async close() {
      await closePool(pool, drainMs);
      await server?.release();
    },
  };
}

function urlOf({ user, password, host, port, database }: pg.ClientConfig): string {
  const secret = typeof password === 'string' ? password : '';
  return `postgres://${user}:${encodeURIComponent(secret)}@${host}:${port}/${encodeURIComponent(database ?? '')}`;
}
