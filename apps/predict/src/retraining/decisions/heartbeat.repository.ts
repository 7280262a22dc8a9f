import { Injectable } from '@nestjs/common';
import { excluded } from '@plumbline/postgres';
import { max, sql } from 'drizzle-orm';
import { PredictDatabase, tables } from '../../database/index.js';

const { alertHeartbeats } = tables;

/** When heartbeats of the alerts arrived, in PostgreSQL: every replica knows of those that another one received. */
@Injectable()
export class HeartbeatRepository {
  constructor(private readonly database: PredictDatabase) {}

  /** Records that one arrived now. @param sender subject of the token that brought it. */
  async beat(sender: string): Promise<void> {
    await this.database.run((queries) =>
      queries
        .insert(alertHeartbeats)
        .values({ sender, receivedAt: sql`now()` })
        .onConflictDoUpdate({
          target: alertHeartbeats.sender,
          set: { receivedAt: excluded(alertHeartbeats.receivedAt) },
        }),
    );
  }

  /** When the last one arrived; undefined when none ever did. */
  async last(): Promise<Date | undefined> {
    const [row] = await this.database.run((queries) =>
      queries.select({ at: max(alertHeartbeats.receivedAt) }).from(alertHeartbeats),
    );
    return row?.at ?? undefined;
  }
}
