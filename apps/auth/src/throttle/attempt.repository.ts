import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { asc, eq, inArray, lt } from 'drizzle-orm';
import { loginAttempts } from '../database/tables.js';

/** The stored count of one limited thing. */
export type AttemptRow = typeof loginAttempts.$inferSelect;

/** Counts of failed sign-ins in PostgreSQL, shared by every replica. */
@Injectable()
export class AttemptRepository {
  /** The counts of the keys, created where missing, which nobody else changes before the transaction ends. */
  async lock(queries: Queries, keys: readonly string[], forgetAt: Date): Promise<Map<string, AttemptRow>> {
    // Everyone locks in the order of the keys, so that two sign-ins cannot wait for each other.
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

  /** Deletes counts that no longer matter; their number. */
  async deleteForgotten(queries: Queries, now: Date): Promise<number> {
    return (await queries.delete(loginAttempts).where(lt(loginAttempts.forgetAt, now))).rowCount ?? 0;
  }
}
