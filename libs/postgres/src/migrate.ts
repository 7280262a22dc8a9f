import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '@plumbline/errors';
import { type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type pg from 'pg';
import { migrationLock } from './advisory-locks.js';
import type { Progress } from './connect.js';
import { MigrationFailed } from './errors.js';

import { givesNoSession } from './outage.js';
import { SqlClient } from './sql-pool.js';

const turnWaitMs = 5_000;
/** A table that stays locked this long fails the start rather than queue every other query behind the change. */
const tableLockWaitMs = 30_000;
const lockNotAvailable = '55P03';

/**
 * Applies the pending drizzle migrations of the folder in `schema` (created when missing), in one transaction, with
 * the history in `<schema>.__drizzle_migrations`. An advisory lock per schema makes processes that start together
 * take turns; the client must not be used by others meanwhile. Passes on the error of a connection that is lost.
 * @throws {MigrationFailed} naming the file; nothing of this run is kept.
 */
export async function runMigrations(
  client: pg.Client,
  options: { schema: string; folder: string; onProgress: Progress },
): Promise<void> {
  const session = new SqlClient(client);
  const lock = migrationLock(options.schema);
  await client.query('SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0');
  await client.query(`SET lock_timeout = ${turnWaitMs}`);
  await takeLock(session, lock, options);
  await client.query(`SET lock_timeout = ${tableLockWaitMs}`);
  try {
    await migrate(drizzle(client), { migrationsFolder: options.folder, migrationsSchema: options.schema });
  } catch (error) {
    const cause = (error as Error).cause ?? error;
    throw givesNoSession(cause) ? cause : new MigrationFailed(failingFile(options.folder, error), cause);
  } finally {
    // A lost connection has already given the lock back.
    await session
      .run((queries) => queries.execute(sql`SELECT pg_advisory_unlock(${lock})`))
      .catch(() => undefined);
  }
}

async function takeLock(
  session: SqlClient,
  lock: SQL,
  { schema, onProgress }: { schema: string; onProgress: Progress },
): Promise<void> {
  for (;;) {
    try {
      await session.run((queries) => queries.execute(sql`SELECT pg_advisory_lock(${lock})`));
      return;
    } catch (error) {
      if (codeOf(error) !== lockNotAvailable) throw error;
      onProgress(`Waiting for another process that migrates the schema "${schema}"`);
    }
  }
}

function failingFile(folder: string, error: unknown): string {
  const query = (error as { query?: unknown }).query;
  if (typeof query !== 'string') return folder;
  const journal = JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8')) as {
    entries: { tag: string }[];
  };
  const index = readMigrationFiles({ migrationsFolder: folder }).findLastIndex(({ sql }) =>
    sql.includes(query),
  );
  const entry = journal.entries[index];
  return entry === undefined ? folder : join(folder, `${entry.tag}.sql`);
}
