import { Injectable } from '@nestjs/common';
import { excluded } from '@plumbline/postgres';
import { desc, inArray, lt, sql } from 'drizzle-orm';
import { PredictDatabase, tables } from '../../database/index.js';

const { alerts } = tables;

/** Alerts that were not heard of for so many days are forgotten. */
const KEPT_DAYS = 90;
const MAX_LISTED = 200;

/** An alert as a notification told it, and what was decided. */
export type ReceivedAlert = Omit<typeof alerts.$inferSelect, 'receivedAt'>;

/** What predict last heard of each alert, in PostgreSQL: one row for each, so that the table stays small. */
@Injectable()
export class ReceivedAlertsRepository {
  constructor(private readonly database: PredictDatabase) {}

  /** Records alerts with different ids. */
  async record(received: readonly ReceivedAlert[]): Promise<void> {
    const firing = received.filter(({ status }) => status === 'firing');
    const resolved = received.filter(({ status }) => status === 'resolved').map(({ id }) => id);
    await this.database.transaction(async (queries) => {
      if (firing.length > 0) {
        await queries
          .insert(alerts)
          .values(firing.map((alert) => ({ ...alert, receivedAt: sql`now()` })))
          .onConflictDoUpdate({ target: alerts.id, set: changes });
      }
      if (resolved.length > 0) {
        await queries
          .update(alerts)
          .set({ status: 'resolved', receivedAt: sql`now()` })
          .where(inArray(alerts.id, resolved));
      }
      await queries
        .delete(alerts)
        .where(lt(alerts.receivedAt, sql`now() - make_interval(days => ${KEPT_DAYS})`));
    });
  }

  /** What fires first, then the newest first. */
  list(): Promise<(typeof alerts.$inferSelect)[]> {
    return this.database.run((queries) =>
      queries
        .select()
        .from(alerts)
        .orderBy(sql`${alerts.status} <> 'firing'`, desc(alerts.receivedAt))
        .limit(MAX_LISTED),
    );
  }
}

/** A repetition says nothing new about what was decided. */
const isRepetition = sql`${excluded(alerts.outcome)} = 'duplicate' AND ${alerts.startsAt} = ${excluded(alerts.startsAt)}`;
const unlessRepeated = (column: Parameters<typeof excluded>[0]) =>
  sql`CASE WHEN ${isRepetition} THEN ${column} ELSE ${excluded(column)} END`;

const changes = {
  status: excluded(alerts.status),
  startsAt: excluded(alerts.startsAt),
  receivedAt: sql`now()`,
  summary: excluded(alerts.summary),
  generatorUrl: excluded(alerts.generatorUrl),
  outcome: unlessRepeated(alerts.outcome),
  reason: unlessRepeated(alerts.reason),
  dagRunId: unlessRepeated(alerts.dagRunId),
};
