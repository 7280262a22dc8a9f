import type { SqlPool } from '@plumbline/postgres';
import { type SQL, sql } from 'drizzle-orm';
import { type AnyPgColumn, pgSchema, type PgTable, uuid } from 'drizzle-orm/pg-core';
import { advisoryLocks, tables } from '../../database/index.js';
import type { ModelVersion } from '../../models/manifest/index.js';
import { type PredictionPartition, PredictionPartitions, smallestUuidAt, startOfDay } from '../log/index.js';

const { auditEvents, evaluationHistory, evaluations, feedback, feedbackHeads, shadowOutcomes } = tables;

/** Feedback rows of a model version that are kept, however old they are. */
export interface KeptFeedback extends ModelVersion {
  readonly rows: number;
}

/** A table of which one round may delete a limited share. */
export type GuardedTable = 'predictions' | CountedTable;

/** A table whose rows are counted before any are deleted. */
type CountedTable = 'shadow_outcomes' | 'feedback' | 'evaluation_history';

/** What a round would delete of a table, and the whole of it: rows or, of `predictions`, bytes. */
export interface Backlog {
  readonly due: number;
  readonly total: number;
}

/** Small enough not to block anyone who works on the same rows. */
const BATCH_ROWS = 5_000;
const HOUR_MS = 3_600_000;
/** Counting a large table takes longer than the pool allows a statement. */
const COUNT_TIMEOUT_MS = 300_000;

/** How the old rows of a table are found. */
interface Rule {
  readonly table: PgTable;
  readonly key: readonly AnyPgColumn[];
  /** The table with what `isDue` needs besides. */
  readonly from: SQL;
  readonly isDue: (before: Date) => SQL;
  /** The column that the oldest rows come first by. */
  readonly order: AnyPgColumn;
}

/**
 * Drops old partitions of the prediction log, and deletes old rows of other tables in batches, by one replica at a time.
 */
export class RetentionRepository {
  private readonly partitions: PredictionPartitions;

  /** @param retentionDays how long predictions are kept, as for `PredictionPartitions` */
  constructor(
    private readonly database: SqlPool,
    retentionDays: number,
  ) {
    this.partitions = new PredictionPartitions(database, retentionDays);
  }

  /** The moment this many days ago, by the clock of the database. */
  daysAgo(days: number): Promise<Date> {
    return this.database.run(async (queries) => {
      const { rows } = await queries.execute<{ at: string }>(
        sql`SELECT now() - make_interval(hours => 24 * ${days}::integer) AS at`,
      );
      return new Date(rows[0]!.at);
    });
  }

  /** Creates the partitions of the coming days. */
  createPartitions(): Promise<void> {
    return this.partitions.createAhead();
  }

  /**
   * What would be deleted of a table. All zero unless a row is from more than an hour before the moment: what a round usually
   * finds became too old less than an hour ago, and is not worth the count.
   * @param kept as in `deleteFeedback`; ignored for other tables.
   */
  backlog(table: GuardedTable, before: Date, kept: readonly KeptFeedback[] = []): Promise<Backlog> {
    const longBefore = new Date(before.getTime() - HOUR_MS);
    return table === 'predictions'
      ? this.partitionBacklog(before, longBefore)
      : this.count(ruleOf(table, kept), before, longBefore);
  }

  /** Drops the partitions that ended before the moment. Returns their number; 0 also while another replica deletes. */
  async dropPartitions(before: Date): Promise<number> {
    let dropped = 0;
    for (const partition of await this.partitions.list()) {
      if (partition.toMs <= startOfDay(before.getTime()) && (await this.partitions.drop(partition)))
        dropped += 1;
    }
    return dropped;
  }

  /**
   * Deletes the predictions of days that ended before the moment from the table that existed before there were partitions.
   * Returns the number of deleted rows; 0 also while another replica deletes.
   */
  async deletePredictions(before: Date): Promise<number> {
    const day = startOfDay(before.getTime());
    let deleted = 0;
    for (const partition of await this.partitions.list()) {
      if (isPartlyDue(partition, day))
        deleted += await this.deleteAll(ruleOfPartition(partition), new Date(day));
    }
    return deleted;
  }

  /** As `deletePredictions`, for the predictions of challengers for the same rows. */
  deleteShadowOutcomes(before: Date): Promise<number> {
    return this.deleteAll(ruleOf('shadow_outcomes'), before);
  }

  /** As `deletePredictions`. The last rows of each model version are kept: they are its window. */
  deleteFeedback(before: Date, kept: readonly KeptFeedback[]): Promise<number> {
    return this.deleteAll(ruleOf('feedback', kept), before);
  }

  /** Deletes past evaluations, and the latest ones of versions that are no longer evaluated. */
  async deleteEvaluations(before: Date): Promise<number> {
    const history = await this.deleteAll(ruleOf('evaluation_history'), before);
    return history + (await this.deleteAll(ruleOf('evaluations'), before));
  }

  /** As `deletePredictions`, for the audit trail. */
  deleteAuditEvents(before: Date): Promise<number> {
    return this.deleteAll(ruleByTime(auditEvents, auditEvents.at, [auditEvents.id]), before);
  }

  private async partitionBacklog(before: Date, longBefore: Date): Promise<Backlog> {
    const [day, longDue] = [startOfDay(before.getTime()), startOfDay(longBefore.getTime())];
    const backlog = { due: 0, total: 0 };
    let isLongDue = false;
    for (const partition of await this.partitions.list()) {
      const { bytes, toMs } = partition;
      backlog.total += bytes;
      if (toMs <= day) {
        backlog.due += bytes;
        isLongDue ||= toMs <= longDue && bytes > 0;
      } else if (isPartlyDue(partition, day)) {
        const rows = await this.count(ruleOfPartition(partition), new Date(day), new Date(longDue));
        if (rows.due === 0) continue;
        backlog.due += (bytes * rows.due) / rows.total;
        isLongDue = true;
      }
    }
    return isLongDue ? backlog : { due: 0, total: 0 };
  }

  private count({ from, isDue }: Rule, before: Date, longBefore: Date): Promise<Backlog> {
    const count = sql`
      SELECT count(*) FILTER (WHERE ${isDue(before)})::float8 AS due, count(*)::float8 AS total
      FROM ${from} WHERE EXISTS (SELECT FROM ${from} WHERE ${isDue(longBefore)})`;
    return this.database.transaction(
      async (queries) => (await queries.execute<{ due: number; total: number }>(count)).rows[0]!,
      { statementTimeoutMs: COUNT_TIMEOUT_MS },
    );
  }

  private async deleteAll({ table, key, from, isDue, order }: Rule, before: Date): Promise<number> {
    const columns = sql.join([...key], sql`, `);
    const statement = sql`
      DELETE FROM ${table} WHERE (${columns}) IN (
        SELECT ${columns} FROM ${from}
        WHERE (SELECT pg_try_advisory_xact_lock(${advisoryLocks.retention})) AND ${isDue(before)}
        ORDER BY ${order} LIMIT ${sql.raw(String(BATCH_ROWS))})`;
    let total = 0;
    let deleted = BATCH_ROWS;
    while (deleted === BATCH_ROWS) {
      const { rowCount } = await this.database.run((queries) => queries.execute(statement));
      deleted = rowCount ?? 0;
      total += deleted;
    }
    return total;
  }
}

/** Whether a day begins within the table from before there were partitions. Later partitions are dropped as a whole. */
function isPartlyDue({ fromMs, toMs }: PredictionPartition, day: number): boolean {
  return fromMs === -Infinity && day < toMs;
}

function ruleOfPartition({ name }: PredictionPartition): Rule {
  const partition = pgSchema('predict').table(name, { id: uuid('id') });
  return ruleById(partition, partition.id, [partition.id]);
}

function ruleOf(table: CountedTable | 'evaluations', kept: readonly KeptFeedback[] = []): Rule {
  switch (table) {
    case 'shadow_outcomes': {
      const { predictionId, version } = shadowOutcomes;
      return ruleById(shadowOutcomes, predictionId, [predictionId, version]);
    }
    case 'evaluation_history': {
      const { model, version, at } = evaluationHistory;
      return ruleByTime(evaluationHistory, at, [model, version, at]);
    }
    case 'evaluations': {
      const { model, version, evaluatedAt } = evaluations;
      return ruleByTime(evaluations, evaluatedAt, [model, version]);
    }
    case 'feedback':
      return feedbackRule(kept);
  }
}

/** Ids are UUIDv7 and sort by time. */
function ruleById(table: PgTable, id: AnyPgColumn, key: readonly AnyPgColumn[]): Rule {
  return {
    table,
    key,
    from: sql`${table}`,
    isDue: (before) => sql`${id} < ${smallestUuidAt(before.getTime())}::uuid`,
    order: id,
  };
}

function ruleByTime(table: PgTable, time: AnyPgColumn, key: readonly AnyPgColumn[]): Rule {
  return { table, key, from: sql`${table}`, isDue: (before) => sql`${time} < ${before}`, order: time };
}

/** Feedback that has left the window of its model version. */
function feedbackRule(kept: readonly KeptFeedback[]): Rule {
  const models = sql.param(kept.map(({ model }) => model));
  const versions = sql.param(kept.map(({ version }) => version));
  const rows = sql.param(kept.map((one) => one.rows));
  return {
    table: feedback,
    key: [feedback.predictionId],
    from: sql`${feedback}
      JOIN ${feedbackHeads}
        ON ${feedbackHeads.model} = ${feedback.model} AND ${feedbackHeads.version} = ${feedback.version}
      LEFT JOIN unnest(${models}::text[], ${versions}::integer[], ${rows}::bigint[]) AS kept(model, version, rows)
        ON kept.model = ${feedback.model} AND kept.version = ${feedback.version}`,
    isDue: (before) =>
      sql`(${feedback.receivedAt} < ${before} AND
        ${feedback.position} <= ${feedbackHeads.position} - coalesce(kept.rows, 0))`,
    order: feedback.receivedAt,
  };
}
