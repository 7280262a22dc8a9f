import type { Queries } from '@plumbline/postgres';
import { Clock } from '@plumbline/tasks';
import { sql } from 'drizzle-orm';

/** The clock of this process and the clock of the database; a test passes its own. */
export class ServiceClock extends Clock {
  /** The time of the database, which all replicas share. Deletion depends on it alone. */
  async ofDatabase(queries: Queries): Promise<Date> {
    const { rows } = await queries.execute<{ ms: number }>(
      sql`select floor(extract(epoch from now()) * 1000)::float8 as ms`,
    );
    const [{ ms } = { ms: NaN }] = rows;
    return new Date(ms);
  }
}
