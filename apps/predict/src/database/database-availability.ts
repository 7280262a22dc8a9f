import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import { type Metric, MetricSet } from '@plumbline/metrics';
import { isOutage } from '@plumbline/postgres';
import { Condition, RecurringTask, settledWithin } from '@plumbline/tasks';
import { PredictDatabase } from './predict-database.js';

/** After this time without an answer a health check decides whether the database is away. */
const PATIENCE_MS = 1_000;
const PROBE_MS = 2_000;

/** The database is known to be away; the work was not done. */
export class DatabaseAway extends Error {
  constructor(options?: ErrorOptions) {
    super('the database does not answer', options);
  }
}

/** Lets work that can do without the database fail fast during an outage. Logs when an outage begins and ends. */
@Injectable()
export class DatabaseAvailability implements OnApplicationShutdown {
  private readonly logger = new Logger('Database');
  private readonly away: Metric<'database_away'>;
  private readonly outage = new Condition<unknown>({
    onBegin: (error) => {
      this.away.set(1);
      this.logger.warn({
        message: 'The database does not answer',
        ...(error !== undefined && { error: reasonOf(error) }),
      });
    },
    onEnd: () => {
      this.away.set(0);
      this.logger.log('The database answers again');
    },
  });
  private readonly probe = new RecurringTask({
    run: () => this.checkAgain(),
    intervalMs: PROBE_MS,
    onError: () => undefined,
  });

  constructor(
    private readonly database: PredictDatabase,
    metrics: MetricSet,
  ) {
    this.away = metrics.get('database_away');
    this.away.set(0);
  }

  /**
   * Does the work, or gives up about a second after the database has gone; at once while that is known.
   * @param undo of work that ends after it was given up.
   * @throws {DatabaseAway} and what the work throws while the database answers.
   */
  async attempt<Result>(
    work: () => Promise<Result>,
    undo: (late: Result) => unknown = () => undefined,
  ): Promise<Result> {
    if (this.outage.isOngoing) throw new DatabaseAway();
    const working = work();
    if ((await settledWithin(PATIENCE_MS, working)) === 'pending' && (await this.isAway())) {
      working.then(undo, () => undefined);
      throw new DatabaseAway();
    }
    try {
      return await working;
    } catch (error) {
      throw isOutage(error) && (await this.isAway(error)) ? new DatabaseAway({ cause: error }) : error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.probe.stop();
  }

  private async isAway(error?: unknown): Promise<boolean> {
    if (await this.database.isHealthy()) return false;
    this.outage.begin(error);
    this.probe.start();
    return true;
  }

  private async checkAgain(): Promise<void> {
    if (!(await this.database.isHealthy())) return;
    this.outage.end();
    void this.probe.stop();
  }
}
