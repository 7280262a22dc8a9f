import { WaitingClock } from '@plumbline/client';
import { testDatabase, type TestDatabase } from '@plumbline/postgres/testing';
import { startApp, type RunningApp, tokenFor } from '../../apps/predict/test/running-app.js';
import { runTraffic, type TrafficOptions, type TrafficSummary } from '../../apps/cli/src/traffic/index.js';
import { until } from '../until.js';

/** A row as the service stored it. */
export interface StoredRow {
  readonly features: Readonly<Record<string, string | number | boolean>>;
  /** The truth that was sent back, if it was. */
  readonly actual: string | null;
}

/** A clock that advances only while something sleeps. */
export class SleepingClock extends WaitingClock {
  private time = 0;

  override monotonicMs(): number {
    return this.time;
  }

  override sleep(ms: number): Promise<void> {
    this.time += ms;
    return Promise.resolve();
  }
}

/** The predict service, and traffic to it. */
export class TrafficUnderTest {
  private constructor(
    readonly app: RunningApp,
    private readonly database: TestDatabase,
  ) {}

  static async start(environment: Record<string, string> = {}): Promise<TrafficUnderTest> {
    const database = await testDatabase();
    const app = await startApp({ ...environment, DATABASE_URL: database.url });
    return new TrafficUnderTest(app, database);
  }

  /** Sends traffic as fast as the service takes it. */
  run(options: TrafficOptions): Promise<TrafficSummary> {
    return runTraffic({
      predictUrl: this.app.url,
      token: () => tokenFor('predict feedback'),
      rate: 10_000,
      batch: 100,
      ...options,
    });
  }

  /** Sends traffic and reads what the service stored of it, in the order it was sent. */
  async rows(options: TrafficOptions): Promise<StoredRow[]> {
    const { predictionIds: ids = [] } = await this.run({ ...options, collectIds: true });
    await until(async () => (await this.stored(ids)).length === ids.length);
    const rows = new Map((await this.stored(ids)).map(({ id, ...row }) => [id, row]));
    return ids.map((id) => rows.get(id)!);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.close();
  }

  private async stored(ids: readonly string[]): Promise<(StoredRow & { id: string })[]> {
    const { rows } = await this.database.pool.query<StoredRow & { id: string }>(
      `SELECT p.id, p.features, f.actual FROM predict.predictions p
       LEFT JOIN predict.feedback f ON f.prediction_id = p.id WHERE p.id = ANY($1)`,
      [ids],
    );
    return rows;
  }
}
