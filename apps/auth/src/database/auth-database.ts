import { fileURLToPath } from 'node:url';
import type { OnApplicationShutdown } from '@nestjs/common';
import { type Database, databaseHealthy, openDatabase } from '@plumbline/postgres';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { AuthConfig } from '../config.js';
import { DatabaseUnreachable, isAway } from './database.errors.js';

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
const HEALTH_TIMEOUT_MS = 1_000;

/** A place to run queries: the pool, or one transaction. */
export type Queries = Pick<NodePgDatabase, 'select' | 'insert' | 'update' | 'delete' | 'execute'>;

/** The service's database: its schema is up to date, and it is closed with the application. */
export class AuthDatabase implements OnApplicationShutdown {
  private readonly drizzle: NodePgDatabase;

  constructor(private readonly database: Database) {
    this.drizzle = drizzle(database.pool);
  }

  /** Opens the configured server, or the embedded one, and migrates it. */
  static async open({ database }: AuthConfig, onProgress: (message: string) => void): Promise<AuthDatabase> {
    return new AuthDatabase(
      await openDatabase({ ...database, schema: 'auth', migrationsFolder: MIGRATIONS, onProgress }),
    );
  }

  /** Runs statements that need no common transaction. @throws {DatabaseUnreachable} */
  run<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result> {
    return reachable(work(this.drizzle));
  }

  /** Everything that `work` does is kept, or, when it rejects, nothing. @throws {DatabaseUnreachable} */
  transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result> {
    return reachable(this.inTransaction(work));
  }

  /** drizzle's own transactions never give back a connection on which BEGIN failed. */
  private async inTransaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result> {
    const client = await this.database.pool.connect();
    try {
      await client.query('begin');
      const result = await work(drizzle(client));
      await client.query('commit');
      client.release();
      return result;
    } catch (error) {
      const isUsable = await client.query('rollback').then(
        () => true,
        () => false,
      );
      client.release(!isUsable);
      throw error;
    }
  }

  isHealthy(): Promise<boolean> {
    return databaseHealthy(this.database.pool, HEALTH_TIMEOUT_MS);
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
