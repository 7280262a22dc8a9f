import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import type { Queries } from '@plumbline/postgres';
import { RecurringTask } from '@plumbline/tasks';
import { AuthDatabase, ServiceClock } from '../database/index.js';

/** Deletes expired rows, by the clock of the database, `now`, and returns their number. */
export type CleanUp = (queries: Queries, now: Date) => Promise<number>;

const INTERVAL_MS = 600_000;

/** Runs the clean-ups of all features every ten minutes. Replicas may run them at the same time. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Housekeeping');
  private readonly cleanUps = new Map<string, CleanUp>();
  private readonly task = new RecurringTask({
    run: () => this.run(),
    intervalMs: INTERVAL_MS,
    onError: (error) => this.logger.error('Expired rows could not be deleted', { error: reasonOf(error) }),
  });

  constructor(
    private readonly database: AuthDatabase,
    private readonly clock: ServiceClock,
  ) {}

  /** Adds a clean-up under the name of what it deletes. */
  add(name: string, cleanUp: CleanUp): void {
    this.cleanUps.set(name, cleanUp);
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.task.stop();
  }

  /** Runs every clean-up once. */
  async run(): Promise<void> {
    for (const [name, cleanUp] of this.cleanUps) {
      const rows = await this.database.run(async (queries) =>
        cleanUp(queries, await this.clock.ofDatabase(queries)),
      );
      if (rows > 0) this.logger.log('Deleted expired rows', { of: name, rows });
    }
  }
}
