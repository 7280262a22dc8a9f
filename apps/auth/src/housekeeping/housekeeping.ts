import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { Clock } from '../clock.js';
import { AuthDatabase } from '../database/auth-database.js';
import { every } from './every.js';

/** Deletes what is past by the clock of the database, `now`, and returns how many rows that were. */
export type CleanUp = (queries: Queries, now: Date) => Promise<number>;

const PERIOD_MS = 600_000;

/** Runs the clean-ups of all features from time to time. Replicas may run them at once. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Housekeeping');
  private readonly cleanUps = new Map<string, CleanUp>();
  private stop = () => {};

  constructor(
    private readonly database: AuthDatabase,
    private readonly clock: Clock,
  ) {}

  /** Adds a clean-up under the name of what it deletes. */
  add(name: string, cleanUp: CleanUp): void {
    this.cleanUps.set(name, cleanUp);
  }

  onApplicationBootstrap(): void {
    this.stop = every(PERIOD_MS, 'Housekeeping', () => this.run());
  }

  onModuleDestroy(): void {
    this.stop();
  }

  /** One turn of every clean-up. */
  async run(): Promise<void> {
    for (const [name, cleanUp] of this.cleanUps) {
      const deleted = await this.database.run(async (queries) =>
        cleanUp(queries, await this.clock.ofDatabase(queries)),
      );
      if (deleted > 0) this.logger.log({ message: `Deleted past ${name}`, rows: deleted });
    }
  }
}
