import { fileURLToPath } from 'node:url';
import type { OnApplicationShutdown } from '@nestjs/common';
import { type Database, openDatabase } from '@plumbline/postgres';
import type { Pool } from 'pg';
import type { PredictConfig } from '../config/index.js';

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
/** Well below the timeout of a readiness probe: predict stays in rotation while its database is away. */
const HEALTH_TIMEOUT_MS = 200;

/** Feedback, the log's deliveries, window reads and retention share these connections. */
const POOL_SIZE = 6;

/** The service's database: its schema is up to date, and it is closed with the application. */
export class PredictDatabase implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  /** Opens the configured server, or the embedded one, and migrates it. */
  static async open(
    { database }: PredictConfig,
    onProgress: (message: string) => void,
  ): Promise<PredictDatabase> {
    const options = { schema: 'predict', migrationsFolder: MIGRATIONS, poolSize: POOL_SIZE, onProgress };
    return new PredictDatabase(await openDatabase({ ...database, ...options }));
  }

  get pool(): Pool {
    return this.database.pool;
  }

  /** How a thread that needs a connection of its own connects, password included. It may change: ask each time. */
  get url(): string {
    return this.database.url;
  }

  isHealthy(): Promise<boolean> {
    return this.database.isHealthy(HEALTH_TIMEOUT_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.database.close();
  }
}
