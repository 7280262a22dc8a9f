import { fileURLToPath } from 'node:url';
import type { OnApplicationShutdown } from '@nestjs/common';
import { type Database, databaseHealthy, openDatabase } from '@plumbline/postgres';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { AuthConfig } from '../config.js';

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
const HEALTH_TIMEOUT_MS = 1_000;

/** A place to run queries: the pool, or one transaction. */
export type Queries = Pick<NodePgDatabase, 'select' | 'insert' | 'update' | 'delete' | 'execute'>;

/** The service's database: its schema is up to date, and it is closed with the application. */
export class AuthDatabase implements OnApplicationShutdown {
  /** Runs single statements, each in a transaction of its own. */
  readonly queries: Queries;
  private readonly drizzle: NodePgDatabase;

  constructor(private readonly database: Database) {
    this.drizzle = drizzle(database.pool);
    this.queries = this.drizzle;
  }

  /** Opens the configured server, or the embedded one, and migrates it. */
  static async open({ database }: AuthConfig, onProgress: (message: string) => void): Promise<AuthDatabase> {
    return new AuthDatabase(
      await openDatabase({ ...database, schema: 'auth', migrationsFolder: MIGRATIONS, onProgress }),
    );
  }

  /** Everything that `work` does is kept, or, when it rejects, nothing. */
  transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result> {
    return this.drizzle.transaction(work);
  }

  isHealthy(): Promise<boolean> {
    return databaseHealthy(this.database.pool, HEALTH_TIMEOUT_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.database.close();
  }
}
