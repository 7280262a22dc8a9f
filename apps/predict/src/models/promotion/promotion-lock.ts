import { Logger } from '@nestjs/common';
import { codeOf, reasonOf } from '@plumbline/errors';
import { SqlClient, type SqlPool } from '@plumbline/postgres';
import { TaskQueue } from '@plumbline/tasks';
import { sql } from 'drizzle-orm';
import type { PoolClient } from 'pg';
import { advisoryLocks, type DatabaseAvailability, DatabaseAway } from '../../database/index.js';
import { PromotionBusy } from './promotion.errors.js';

/** The statement timeout of the pool ended the wait. */
const QUERY_CANCELLED = '57014';

/**
 * Lets one replica at a time move pointers, by a lock in the shared database. While the database is away, only the moves
 * within this process are serialized: a rollback must not depend on the database, and each move is still one step.
 */
export class PromotionLock {
  private readonly logger = new Logger('Promotion');
  private readonly queue = new TaskQueue();

  constructor(
    private readonly database: Pick<SqlPool, 'pool'>,
    private readonly availability: Pick<DatabaseAvailability, 'attempt'>,
  ) {}

  /** Does the work while no other request moves the pointers of the model. @throws {PromotionBusy} */
  hold<Result>(model: string, work: () => Promise<Result>): Promise<Result> {
    return this.queue.run(async () => {
      const client = await this.lock(model);
      try {
        return await work();
      } finally {
        if (client !== undefined) await unlock(client, model);
      }
    });
  }

  /** Undefined while the database is away. */
  private async lock(model: string): Promise<PoolClient | undefined> {
    try {
      return await this.availability.attempt(
        () => this.lockedClient(model),
        (client) => unlock(client, model),
      );
    } catch (error) {
      if (codeOf(error) === QUERY_CANCELLED) throw new PromotionBusy(model, { cause: error });
      // DatabaseAvailability has logged that the database is away.
      if (!(error instanceof DatabaseAway)) {
        this.logger.warn({
          message: 'Moving pointers without the lock',
          model,
          error: reasonOf(error),
        });
      }
      return undefined;
    }
  }

  private async lockedClient(model: string): Promise<PoolClient> {
    const client = await this.database.pool.connect();
    try {
      const lock = sql`SELECT pg_advisory_lock(${advisoryLocks.pointers(model)})`;
      await new SqlClient(client).run((queries) => queries.execute(lock));
      return client;
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
  }
}

/** A connection that cannot unlock is closed, which releases the lock as well. */
async function unlock(client: PoolClient, model: string): Promise<void> {
  const statement = sql`SELECT pg_advisory_unlock(${advisoryLocks.pointers(model)})`;
  const failure = await new SqlClient(client)
    .run((queries) => queries.execute(statement))
    .then(
      () => undefined,
      (error: Error) => error,
    );
  client.release(failure);
}
