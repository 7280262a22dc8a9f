import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { type RunningApp, startApp } from './running-app.js';

type Environment = Readonly<Record<string, string>>;

/** Replicas of predict with one database of their own. */
export class Replicas {
  private readonly running: RunningApp[] = [];

  private constructor(
    /** A test that closes it may replace it. */
    public database: TestDatabase,
    private readonly environment: Environment,
  ) {}

  /** No replica is started yet. @param environment the settings of all of them. */
  static async create(environment: Environment): Promise<Replicas> {
    return new Replicas(await testDatabase(), environment);
  }

  /** Starts one more. @param changes its own settings. */
  async start(changes: Environment = {}): Promise<RunningApp> {
    const app = await startApp({ ...this.environment, DATABASE_URL: this.database.url, ...changes });
    this.running.push(app);
    return app;
  }

  /** Stops the one that was started last. */
  async stopLast(): Promise<void> {
    await this.running.pop()?.close();
  }

  /** Stops all, and removes the database. */
  async close(): Promise<void> {
    for (const app of this.running) await app.close();
    await this.database.close();
  }
}
