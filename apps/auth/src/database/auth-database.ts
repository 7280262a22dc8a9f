import { fileURLToPath } from 'node:url';
import type { OnApplicationShutdown } from '@nestjs/common';
import { type Database, databaseHealthy, openDatabase, type Queries, SqlPool } from '@plumbline/postgres';
import type { AuthConfig } from '../config.js';
import { DatabaseUnreachable, isAway } from './database.errors.js';

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
const HEALTH_TIMEOUT_MS = 1_000;

export type { Queries } from '@plumbline/postgres';

/** The service's database: its schema is up to date, and it is closed with the application. */
export class AuthDatabase extends SqlPool implements OnApplicationShutdown {
  constructor(private readonly database: Database) {
    super(database.pool);
  }

  /** Opens the configured server, or the embedded one, and migrates it. */
  static async open({ database }: AuthConfig, onProgress: (message: string) => void): Promise<AuthDatabase> {
    return new AuthDatabase(
      await openDatabase({ ...database, schema: 'auth', migrationsFolder: MIGRATIONS, onProgress }),
    );
  }

  /** As of `SqlClient`. @throws {DatabaseUnreachable} */
  override run<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result> {
    return reachable(super.run(work));
  }

  /** As of `SqlPool`. @throws {DatabaseUnreachable} */
  override transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result> {
    return reachable(super.transaction(work));
  }

  isHealthy(): Promise<boolean> {
    return databaseHealthy(this.pool, HEALTH_TIMEOUT_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.database.close();
  }
}

async function reachable<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw isAway(error) ? new DatabaseUnreachable(error) : error;
  }
}
