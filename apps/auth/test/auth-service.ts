import type { HttpApp } from '@plumbline/http';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { createApp } from '../src/app.js';
import { readConfig } from '../src/config/config.js';
import { ServiceClock } from '../src/database/service-clock.js';

/** A clock that stands still until a test moves it; the database's clock moves with it. */
export class FakeClock extends ServiceClock {
  private time = Date.now();
  private aheadMs = 0;

  override now(): Date {
    return new Date(this.time + this.aheadMs);
  }

  override ofDatabase(): Promise<Date> {
    return Promise.resolve(new Date(this.time));
  }

  advanceSeconds(seconds: number): void {
    this.time += seconds * 1000;
  }

  /** Sets the process's clock alone ahead of the database's; 0 sets it right. */
  setAhead(seconds: number): void {
    this.aheadMs = seconds * 1000;
  }
}

/** The admin that every test service has. */
export const ADMIN = { username: 'admin', password: 'a lighthouse in fog' };

/** The auth service on a free port with a database of its own. */
export interface AuthService {
  readonly url: string;
  readonly app: HttpApp;
  readonly clock: FakeClock;
  readonly database: TestDatabase;
  close(): Promise<void>;
}

/** Starts the service with the given environment on top of what a test needs; one that cannot start leaves nothing. */
export async function startAuth(environment: Record<string, string> = {}): Promise<AuthService> {
  const database = await testDatabase();
  const replica = await startReplica(database, environment).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  return {
    ...replica,
    database,
    close: async () => {
      await replica.app.close();
      await database.close();
    },
  };
}

/** Starts one more service on a database that another one uses. */
export async function startReplica(
  database: TestDatabase,
  environment: Record<string, string> = {},
  clock = new FakeClock(),
): Promise<Pick<AuthService, 'url' | 'app' | 'clock'>> {
  const config = readConfig({
    AUTH_PORT: '0',
    AUTH_DRAIN_MS: '0',
    AUTH_METRICS_MAX_AGE_MS: '0',
    AUTH_ADMIN_PASSWORD: ADMIN.password,
    DATABASE_URL: database.url,
    ...environment,
  });
  const app = await createApp(config, { clock, logger: false });
  return { app, clock, url: await listen(app) };
}

/** Listens on a free port; an app that cannot start is closed. */
export async function listen(app: HttpApp): Promise<string> {
  try {
    return await app.listen(0, '127.0.0.1');
  } catch (error) {
    await app.close();
    throw error;
  }
}
