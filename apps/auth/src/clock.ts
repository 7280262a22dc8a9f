import type { Queries } from '@plumbline/postgres';
import { sql } from 'drizzle-orm';

/** The time; a test gives its own. */
export class Clock {
  /** By the clock of this process. */
  now(): Date {
    return new Date();
  }

  /** By the clock of the database, which all replicas share. What deletes goes by it. */
  async ofDatabase(queries: Queries): Promise<Date> {
    const { rows } = await queries.execute<{ ms: number }>(
      sql`select floor(extract(epoch from now()) * 1000)::float8 as ms`,
    );
    return new Date(rows[0]!.ms);
  }
}

/** The moment so many seconds later (or earlier, when negative). */
export function addSeconds(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1000);
}

/** Whole seconds since the epoch, rounded down: the unit of JWT claims. */
export function epochSeconds(moment: Date): number {
  return Math.floor(moment.getTime() / 1000);
}
