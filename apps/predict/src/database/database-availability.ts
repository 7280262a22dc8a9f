import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { isOutage } from '@plumbline/postgres';
import { PredictDatabase } from './predict-database.js';

/** Longer than this and the database is asked whether it is there at all. */
const PATIENCE_MS = 1_000;
const PROBE_MS = 2_000;

/** The database is known to be away; nothing was asked of it. */
export class DatabaseAway extends Error {
  constructor(options?: ErrorOptions) {
    super('the database does not answer', options);
  }
}

/**
 * Spares those who can do without the database the wait for one that is away. An outage is told once, when it is
 * found, and once when it is over.
 */
@Injectable()
export class DatabaseAvailability implements OnApplicationShutdown {
  private readonly logger = new Logger('Database');
  private probe: NodeJS.Timeout | undefined;

  constructor(private readonly database: PredictDatabase) {}

  /**
   * Does the work, or gives up about a second after the database has gone; at once while that is known.
   * @param undo of work that ends after it was given up.
   * @throws {DatabaseAway} and what the work throws while the database answers.
   */
  async attempt<Result>(
    work: () => Promise<Result>,
    undo: (late: Result) => unknown = () => undefined,
  ): Promise<Result> {
    if (this.probe !== undefined) throw new DatabaseAway();
    const working = work();
    if (!(await settles(working, PATIENCE_MS)) && (await this.isAway())) {
      working.then(undo, () => undefined);
      throw new DatabaseAway();
    }
    try {
      return await working;
    } catch (error) {
      throw isOutage(error) && (await this.isAway(error)) ? new DatabaseAway({ cause: error }) : error;
    }
  }

  onApplicationShutdown(): void {
    clearInterval(this.probe);
  }

  private async isAway(reason?: unknown): Promise<boolean> {
    if (await this.database.isHealthy()) return false;
    if (this.probe === undefined) {
      this.logger.warn(`The database does not answer${reason instanceof Error ? `: ${reason.message}` : ''}`);
      this.probe = setInterval(() => void this.look(), PROBE_MS).unref();
    }
    return true;
  }

  private async look(): Promise<void> {
    if (!(await this.database.isHealthy()) || this.probe === undefined) return;
    clearInterval(this.probe);
    this.probe = undefined;
    this.logger.log('The database answers again');
  }
}

/** Whether it is over within the time, well or badly. */
async function settles(working: Promise<unknown>, withinMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), withinMs);
  });
  const settled = working.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([settled, late]);
  } finally {
    clearTimeout(timer);
  }
}
