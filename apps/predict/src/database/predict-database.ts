import { fileURLToPath } from 'node:url';
import type { OnApplicationShutdown } from '@nestjs/common';
import { type Database, openDatabase, SqlPool } from '@plumbline/postgres';
import type { PredictConfig } from '../config/index.js';

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
/** Well below the timeout of a readiness probe: predict stays in rotation while its database is away. */
const HEALTH_TIMEOUT_MS = 200;

/** Feedback, the log's deliveries, window reads and retention share these connections. */
const POOL_SIZE = 6;

/** The service's database: its schema is up to date, and it is closed with the application. */
export class PredictDatabase extends SqlPool implements OnApplicationShutdown {
  constructor(private readonly database: Pick<Database, 'pool' | 'url' | 'close'>) {
    super(database.pool);
  }

  /** Opens the configured server, or the embedded one, and migrates it. */
  static async open(
    { database }: PredictConfig,
    onProgress: (message: string) => void,
  ): Promise<PredictDatabase> {
    const options = { schema: 'predict', migrationsFolder: MIGRATIONS, poolSize: POOL_SIZE, onProgress };
    return new PredictDatabase(await openDatabase({ ...database, ...options }));
  }

  /** The URL for a connection of its own, password included. It may change: read it for each connection. */
  get url(): string {
    return this.database.url;
  }

  override isHealthy(timeoutMs = HEALTH_TIMEOUT_MS): Promise<boolean> {
    return super.isHealthy(timeoutMs);
  }

  onApplicationShutdown(): Promise<void> {
    return this.database.close();
  }
}
