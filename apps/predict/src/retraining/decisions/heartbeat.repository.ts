import type { Pool } from 'pg';

const BEAT = `
  INSERT INTO predict.alert_heartbeats (sender, received_at) VALUES ($1, now())
  ON CONFLICT (sender) DO UPDATE SET received_at = excluded.received_at`;

/** When heartbeats of the alerts arrived, in PostgreSQL: whichever replica took one, all know of it. */
export class HeartbeatRepository {
  constructor(private readonly pool: Pool) {}

  /** One arrived now. @param sender subject of the token that brought it. */
  async beat(sender: string): Promise<void> {
    await this.pool.query(BEAT, [sender]);
  }

  /** When the last one arrived; undefined when none ever did. */
  async last(): Promise<Date | undefined> {
    const { rows } = await this.pool.query<{ at: Date | null }>(
      'SELECT max(received_at) AS at FROM predict.alert_heartbeats',
    );
    return rows[0]?.at ?? undefined;
  }
}
