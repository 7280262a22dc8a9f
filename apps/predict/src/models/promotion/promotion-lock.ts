import { Logger } from '@nestjs/common';
import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { type DatabaseAvailability, DatabaseAway } from '../../database/index.js';
import { PromotionBusy } from './promotion.errors.js';

/** Any fixed number, beside which the name of the model stands. */
const LOCK_CLASS = 7_160_483;
const LOCK = `SELECT pg_advisory_lock(${LOCK_CLASS}, hashtext($1))`;
const UNLOCK = `SELECT pg_advisory_unlock(${LOCK_CLASS}, hashtext($1))`;
/** The statement timeout of the pool ended the wait. */
const QUERY_CANCELLED = '57014';

/**
 * Lets one replica at a time move pointers, by a lock in the database that they share. While the database is away only
 * the moves within this process take turns: going back must not depend on it, and each move is still one step.
 */
export class PromotionLock {
  private readonly logger = new Logger('Promotion');
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly pool: Pick<Pool, 'connect'>,
    private readonly database: Pick<DatabaseAvailability, 'attempt'>,
  ) {}

  /** Does the work while nobody else moves the pointers of the model. @throws {PromotionBusy} */
  hold<Result>(model: string, work: () => Promise<Result>): Promise<Result> {
    const result = this.turn.then(() => this.amongReplicas(model, work));
    this.turn = result.catch(() => undefined);
    return result;
  }

  private async amongReplicas<Result>(model: string, work: () => Promise<Result>): Promise<Result> {
    const client = await this.lock(model);
    try {
      return await work();
    } finally {
      await unlock(client, model);
    }
  }

  private async lock(model: string): Promise<PoolClient | undefined> {
    try {
      return await this.database.attempt(
        () => this.lockedClient(model),
        (client) => unlock(client, model),
      );
    } catch (error) {
      if (error instanceof DatabaseError && error.code === QUERY_CANCELLED) {
        throw new PromotionBusy(model, { cause: error });
      }
      // That the database is away is told once for all.
      if (!(error instanceof DatabaseAway)) {
        this.logger.warn(
          `${model}: pointers are moved without the lock of the replicas: ${(error as Error).message}`,
        );
      }
      return undefined;
    }
  }

  private async lockedClient(model: string): Promise<PoolClient> {
    const client = await this.pool.connect();
    try {
      await client.query(LOCK, [model]);
      return client;
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
  }
}

/** A connection that cannot unlock is closed, which unlocks as well. */
async function unlock(client: PoolClient | undefined, model: string): Promise<void> {
  if (client === undefined) return;
  const failure = await client.query(UNLOCK, [model]).then(
    () => undefined,
    (error: Error) => error,
  );
  client.release(failure);
}
