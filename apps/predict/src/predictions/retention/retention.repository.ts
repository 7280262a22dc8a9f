import type { Pool } from 'pg';
import { inTransaction } from '../../database/index.js';
import type { ModelVersion } from '../../models/manifest/index.js';

/** Feedback rows of a model version that stay whatever their age. */
export interface KeptFeedback extends ModelVersion {
  readonly rows: number;
}

/** A table whose rows a round counts before it deletes any. */
export type GuardedTable = 'predictions' | 'shadow_outcomes' | 'feedback' | 'evaluation_history';

/** What a round would delete of a table. */
export interface Backlog {
  readonly due: number;
  readonly total: number;
}

/** Any fixed number: whoever deletes holds this advisory lock, for one statement at a time. */
const LOCK_KEY = 7_160_482;

/** Short enough not to hold up anyone who works on the same rows. */
const BATCH_ROWS = 5_000;

const HOUR_MS = 3_600_000;

const DELETE_PREDICTIONS = `
  DELETE FROM predict.predictions WHERE id IN (
    SELECT id FROM predict.predictions
    WHERE (SELECT pg_try_advisory_xact_lock(${LOCK_KEY})) AND id < $1::uuid
    ORDER BY id LIMIT ${BATCH_ROWS})`;

const DELETE_SHADOW_OUTCOMES = `
  DELETE FROM predict.shadow_outcomes WHERE (prediction_id, version) IN (
    SELECT prediction_id, version FROM predict.shadow_outcomes
    WHERE (SELECT pg_try_advisory_xact_lock(${LOCK_KEY})) AND prediction_id < $1::uuid
    ORDER BY prediction_id LIMIT ${BATCH_ROWS})`;

const FEEDBACK = `
  FROM predict.feedback AS old
  JOIN predict.feedback_heads AS head USING (model, version)
  LEFT JOIN unnest($2::text[], $3::integer[], $4::bigint[]) AS kept(model, version, rows) USING (model, version)`;

const LEFT_WINDOW = 'old.position <= head.position - coalesce(kept.rows, 0)';

const DELETE_FEEDBACK = `
  DELETE FROM predict.feedback WHERE prediction_id IN (
    SELECT old.prediction_id ${FEEDBACK}
    WHERE (SELECT pg_try_advisory_xact_lock(${LOCK_KEY})) AND old.received_at < $1 AND ${LEFT_WINDOW}
    ORDER BY old.received_at LIMIT ${BATCH_ROWS})`;

const DELETE_HISTORY = `
  DELETE FROM predict.evaluation_history WHERE (model, version, at) IN (
    SELECT model, version, at FROM predict.evaluation_history
    WHERE (SELECT pg_try_advisory_xact_lock(${LOCK_KEY})) AND at < $1
    ORDER BY at LIMIT ${BATCH_ROWS})`;

const DELETE_EVALUATIONS = `
  DELETE FROM predict.evaluations WHERE (model, version) IN (
    SELECT model, version FROM predict.evaluations
    WHERE (SELECT pg_try_advisory_xact_lock(${LOCK_KEY})) AND evaluated_at < $1
    ORDER BY evaluated_at LIMIT ${BATCH_ROWS})`;

/** A count of a large table takes longer than the pool allows a statement. */
const COUNT_TIMEOUT_MS = 300_000;

/** Rows that became too old less than an hour ago are what a round usually finds; only older ones are worth a count. */
const BACKLOG = {
  predictions: `
    SELECT count(*) FILTER (WHERE id < $1::uuid)::float8 AS due, count(*)::float8 AS total FROM predict.predictions
    WHERE EXISTS (SELECT FROM predict.predictions WHERE id < $2::uuid)`,
  shadow_outcomes: `
    SELECT count(*) FILTER (WHERE prediction_id < $1::uuid)::float8 AS due, count(*)::float8 AS total
    FROM predict.shadow_outcomes
    WHERE EXISTS (SELECT FROM predict.shadow_outcomes WHERE prediction_id < $2::uuid)`,
  feedback: `
    SELECT count(*) FILTER (WHERE old.received_at < $1 AND ${LEFT_WINDOW})::float8 AS due, count(*)::float8 AS total
    ${FEEDBACK} WHERE EXISTS (SELECT ${FEEDBACK} WHERE old.received_at < $5 AND ${LEFT_WINDOW})`,
  evaluation_history: `
    SELECT count(*) FILTER (WHERE at < $1)::float8 AS due, count(*)::float8 AS total FROM predict.evaluation_history
    WHERE EXISTS (SELECT FROM predict.evaluation_history WHERE at < $2)`,
} as const satisfies Record<GuardedTable, string>;

/** Deletes what is older than it may be, in batches, by one replica at a time. */
export class RetentionRepository {
  constructor(private readonly pool: Pool) {}

  /** The moment so many days ago, by the clock of the database. */
  async daysAgo(days: number): Promise<Date> {
    const { rows } = await this.pool.query<{ at: Date }>(
      'SELECT now() - make_interval(hours => 24 * $1::integer) AS at',
      [days],
    );
    return rows[0]!.at;
  }

  /**
   * What would be deleted of a table; nothing while no row is from more than an hour before the moment.
   * @param kept as `deleteFeedback` takes it; of no meaning for other tables.
   */
  async backlog(table: GuardedTable, before: Date, kept: readonly KeptFeedback[] = []): Promise<Backlog> {
    const values = backlogValues(table, before, new Date(before.getTime() - HOUR_MS), kept);
    return inTransaction(this.pool, async (client) => {
      await client.query(`SET LOCAL statement_timeout = ${COUNT_TIMEOUT_MS}`);
      const query = { text: BACKLOG[table], values, query_timeout: COUNT_TIMEOUT_MS };
      return (await client.query<Backlog>(query)).rows[0]!;
    });
  }

  /** Returns how many rows went; 0 as well while another replica is at it. */
  async deletePredictions(before: Date): Promise<number> {
    return this.deleteAll(DELETE_PREDICTIONS, [smallestId(before)]);
  }

  /** As `deletePredictions`, of what challengers predicted for the same rows. */
  async deleteShadowOutcomes(before: Date): Promise<number> {
    return this.deleteAll(DELETE_SHADOW_OUTCOMES, [smallestId(before)]);
  }

  /** As `deletePredictions`, but the last rows of each model version stay: they are its window. */
  async deleteFeedback(before: Date, kept: readonly KeptFeedback[]): Promise<number> {
    return this.deleteAll(DELETE_FEEDBACK, [before, ...columnsOf(kept)]);
  }

  /** Points of the past, and evaluations of versions that nobody has evaluated since. */
  async deleteEvaluations(before: Date): Promise<number> {
    return (
      (await this.deleteAll(DELETE_HISTORY, [before])) + (await this.deleteAll(DELETE_EVALUATIONS, [before]))
    );
  }

  private async deleteAll(statement: string, values: unknown[]): Promise<number> {
    let total = 0;
    let deleted = BATCH_ROWS;
    while (deleted === BATCH_ROWS) {
      deleted = (await this.pool.query(statement, values)).rowCount ?? 0;
      total += deleted;
    }
    return total;
  }
}

function columnsOf(kept: readonly KeptFeedback[]): unknown[][] {
  return [kept.map(({ model }) => model), kept.map(({ version }) => version), kept.map(({ rows }) => rows)];
}

function backlogValues(
  table: GuardedTable,
  before: Date,
  longBefore: Date,
  kept: readonly KeptFeedback[],
): unknown[] {
  if (table === 'feedback') return [before, ...columnsOf(kept), longBefore];
  if (table === 'evaluation_history') return [before, longBefore];
  return [before, longBefore].map(smallestId);
}

/** The smallest UUIDv7 of a moment. */
function smallestId(moment: Date): string {
  const time = moment.getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
