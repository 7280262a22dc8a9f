import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { type Metric, MetricSet } from '@plumbline/metrics';
import { excluded, type SqlPool } from '@plumbline/postgres';
import { RecurringTask } from '@plumbline/tasks';
import { sql } from 'drizzle-orm';
import { DatabaseAvailability, PredictDatabase, tables } from '../../database/index.js';
import { type ModelVersion, versionKey } from '../../models/manifest/index.js';

const { trafficHistory } = tables;

const INTERVAL_MS = 15_000;

/** Rows since the service started. */
interface Count extends ModelVersion {
  readonly upper: number;
  readonly rows: number;
}

/**
 * Adds the rows that this replica answered to the history of traffic, every 15 seconds. It reads the counters of `/metrics`,
 * so a prediction costs nothing more. During an outage of the database the counts wait, and are dated when they are stored.
 */
@Injectable()
export class TrafficRecorder implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly answered: Metric<'prediction_count_total'>;
  private readonly durations: Metric<'prediction_duration_seconds'>;
  private stored = new Map<string, Count>();
  private readonly task = new RecurringTask({
    run: () => this.record(),
    intervalMs: INTERVAL_MS,
    // The availability logs an outage.
    onError: () => undefined,
  });

  constructor(
    @Inject(PredictDatabase) private readonly database: Pick<SqlPool, 'run'>,
    @Inject(DatabaseAvailability) private readonly availability: Pick<DatabaseAvailability, 'attempt'>,
    metrics: MetricSet,
  ) {
    this.answered = metrics.get('prediction_count_total');
    this.durations = metrics.get('prediction_duration_seconds');
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
    await this.task.runNow();
  }

  /** Stores what was counted since the last call. @throws {DatabaseAway} */
  async record(): Promise<void> {
    const counted = await this.counts();
    const rows = [...counted].flatMap(([key, count]) => {
      const before = this.stored.get(key)?.rows ?? 0;
      // A version that was removed and is served again counts from 0.
      const since = count.rows < before ? count.rows : count.rows - before;
      return since === 0 ? [] : [{ ...count, rows: since }];
    });
    if (rows.length > 0) await this.availability.attempt(() => this.add(rows));
    this.stored = counted;
  }

  private async add(rows: readonly Count[]): Promise<void> {
    const { model, version, at, upper, rows: total } = trafficHistory;
    const minute = sql<Date>`date_trunc('minute', now())`;
    await this.database.run((queries) =>
      queries
        .insert(trafficHistory)
        .values(rows.map((row) => ({ ...row, at: minute })))
        .onConflictDoUpdate({
          target: [model, version, at, upper],
          set: { rows: sql`${total} + ${excluded(total)}` },
        }),
    );
  }

  /** By version and limit, in an order that all replicas share, so that their statements do not deadlock. */
  private async counts(): Promise<Map<string, Count>> {
    const counts = await this.timed();
    const timed = new Map<string, number>();
    for (const count of counts) {
      const key = versionKey(count);
      timed.set(key, (timed.get(key) ?? 0) + count.rows);
    }
    for (const { labels, value } of (await this.answered.get()).values) {
      const version = versionIn(labels);
      const cached = value - (timed.get(versionKey(version)) ?? 0);
      if (cached > 0) counts.push({ ...version, upper: 0, rows: cached });
    }
    const keyed = counts.map((count) => [`${versionKey(count)} ${count.upper}`, count] as const);
    return new Map(keyed.sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** The rows of each bucket; prom-client's buckets include the smaller ones. */
  private async timed(): Promise<Count[]> {
    const counts: Count[] = [];
    let below = { key: '', rows: 0 };
    for (const { labels, value, metricName } of (await this.durations.get()).values) {
      if (metricName?.endsWith('_bucket') !== true) continue;
      const { le }: Readonly<Record<string, string | number | undefined>> = labels;
      const version = versionIn(labels);
      const key = versionKey(version);
      const upper = le === '+Inf' ? Infinity : Number(le);
      counts.push({ ...version, upper, rows: value - (below.key === key ? below.rows : 0) });
      below = { key, rows: value };
    }
    return counts;
  }
}

function versionIn(labels: Partial<Record<'model' | 'version', string | number>>): ModelVersion {
  return { model: String(labels.model), version: Number(labels.version) };
}
