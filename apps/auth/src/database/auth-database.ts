import { fileURLToPath } from 'node:url';
import type { OnApplicationShutdown } from '@nestjs/common';
import { type Database, isOutage, openDatabase, type Queries } from '@plumbline/postgres';
import type { AuthConfig } from '../config/index.js';
import { DatabaseUnreachable } from './database.errors.js';

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
const HEALTH_TIMEOUT_MS = 1_000;

/** The service's database: its schema is up to date, and it is closed with the application. */
export class AuthDatabase implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  /** Opens the configured server, or the embedded one, and migrates it. */
  static async open({ database }: AuthConfig, onProgress: (message: string) => void): Promise<AuthDatabase> {
    return new AuthDatabase(
      await openDatabase({ ...database, schema: 'auth', migrationsFolder: MIGRATIONS, onProgress }),
    );
  }

  /** Runs statements that need no common transaction. @throws {DatabaseUnreachable} */
  run<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result> {
    return reachable(this.database.run(work));
  }

  /** Everything that `work` does is kept, or, when it rejects, nothing. @throws {DatabaseUnreachable} */
  transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result> {
    return reachable(this.database.transaction(work));
  }

  isHealthy(): Promise<boolean> {
    return this.database.isHealthy(HEALTH_TIMEOUT_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.database.close();
  }
}

async function reachable<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw isOutage(error) ? new DatabaseUnreachable(error) : error;
  }
}
