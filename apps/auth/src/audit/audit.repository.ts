import { Injectable } from '@nestjs/common';
import type { Queries } from '@plumbline/postgres';
import { asc, lt } from 'drizzle-orm';
import { Clock } from '../clock.js';
import { auditEvents } from '../database/tables.js';
import type { AuditEvent } from './audit-event.js';
import { printable } from './printable.js';

/** The audit trail in PostgreSQL. */
@Injectable()
export class AuditRepository {
  constructor(private readonly clock: Clock) {}

  /** Adds a row, in the transaction of the change that it tells of. */
  async record(
    queries: Queries,
    { action, actor, subject, address, detail = {} }: AuditEvent,
  ): Promise<void> {
    const at = this.clock.now();
    // Null rather than absent, so that the statement is the same whether or not the names are known.
    const [by, to, from] = [actor, subject, address].map((text) => printable(text) ?? null);
    await queries.insert(auditEvents).values({ at, action, actor: by, subject: to, address: from, detail });
  }

  /** Every row, oldest first. */
  list(queries: Queries): Promise<(typeof auditEvents.$inferSelect)[]> {
    return queries.select().from(auditEvents).orderBy(asc(auditEvents.id));
  }

  /** Deletes the rows from before the moment; their number. */
  async deleteBefore(queries: Queries, moment: Date): Promise<number> {
    return (await queries.delete(auditEvents).where(lt(auditEvents.at, moment))).rowCount ?? 0;
  }
}
