import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { asc, eq, inArray, lt } from 'drizzle-orm';
import { loginAttempts } from '../database/index.js';

/** The stored count of one limit. */
export type AttemptRow = typeof loginAttempts.$inferSelect;

/** Counts of failed sign-ins in PostgreSQL, shared by all replicas. */
@Injectable()
export class AttemptRepository {
  /** Locks the counts of these keys until the transaction ends, and creates missing ones. */
  async lock(queries: Queries, keys: readonly string[], forgetAt: Date): Promise<Map<string, AttemptRow>> {
    // Locking in the order of the keys prevents deadlocks.
    const rows = [...keys].sort().map((key) => ({ key, failures: 0, forgetAt }));
    await queries.insert(loginAttempts).values(rows).onConflictDoNothing();
    const locked = await queries
      .select()
      .from(loginAttempts)
      .where(inArray(loginAttempts.key, [...keys]))
      .orderBy(asc(loginAttempts.key))
      .for('update');
    return new Map(locked.map((row) => [row.key, row]));
  }

  async save(queries: Queries, { key, ...changes }: AttemptRow): Promise<void> {
    await queries.update(loginAttempts).set(changes).where(eq(loginAttempts.key, key));
  }

  /** Deletes forgotten counts and returns their number. */
  async deleteForgotten(queries: Queries, now: Date): Promise<number> {
    return (await queries.delete(loginAttempts).where(lt(loginAttempts.forgetAt, now))).rowCount ?? 0;
  }
}
