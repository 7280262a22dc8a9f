import { Injectable } from '@nestjs/common';
import { excluded } from '@plumbline/postgres';
import { max, sql } from 'drizzle-orm';
import { PredictDatabase, tables } from '../../database/index.js';

const { alertHeartbeats } = tables;

/** The time of the last heartbeat, by the clock of the database. */
export interface LastHeartbeat {
  readonly receivedAt: Date;
  readonly ageS: number;
}

/** The arrival times of heartbeats, in PostgreSQL: every replica sees those that another one received. */
@Injectable()
export class HeartbeatRepository {
  constructor(private readonly database: PredictDatabase) {}

  /** Records that a heartbeat arrived now. @param sender subject of the token that sent it. */
  async record(sender: string): Promise<void> {
    const { receivedAt } = alertHeartbeats;
    await this.database.run((queries) =>
      queries
        .insert(alertHeartbeats)
        .values({ sender, receivedAt: sql`now()` })
        .onConflictDoUpdate({
          target: alertHeartbeats.sender,
          set: { receivedAt: excluded(receivedAt) },
        }),
    );
  }

  /** The last heartbeat of any sender; undefined when none ever arrived. */
  async last(): Promise<LastHeartbeat | undefined> {
    const receivedAt = max(alertHeartbeats.receivedAt);
    const ageS = sql<number | null>`extract(epoch FROM now() - ${receivedAt})::float8`;
    const [row] = await this.database.run((queries) =>
      queries.select({ receivedAt, ageS }).from(alertHeartbeats),
    );
    if (row === undefined || row.receivedAt === null) return undefined;
    return { receivedAt: row.receivedAt, ageS: row.ageS ?? 0 };
  }
}
