import type { Pool } from 'pg';

/** A row of the prediction log. */
export interface StoredPrediction {
  readonly id: string;
  readonly at: Date;
  readonly model: string;
  readonly version: number;
  readonly features: Readonly<Record<string, unknown>>;
  readonly prediction: string;
}

/** A stored label, by its place in the quality window of its version. */
export interface StoredLabel {
  readonly id: string;
  readonly model: string;
  readonly version: number;
  readonly predicted: string;
  readonly actual: string;
  readonly position: number;
}

/** The only statements of the campaign about the tables of predict. */
const STATEMENTS = {
  predictions: 'SELECT id, at, model, version, features, prediction FROM predict.predictions',
  labels: `SELECT prediction_id AS id, model, version, predicted, actual, position::float8 AS position
    FROM predict.feedback ORDER BY model, version, position`,
  missing: `SELECT count(*)::integer AS count FROM unnest($1::uuid[]) AS wanted(id)
    WHERE NOT EXISTS (SELECT FROM predict.predictions AS stored WHERE stored.id = wanted.id)`,
  future: 'SELECT count(*)::integer AS count FROM predict.predictions WHERE at > now()',
  busy: `SELECT count(*)::integer AS count FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()`,
};

/** What the database of predict holds, read with SQL of the campaign's own. */
export class Stored {
  constructor(private readonly pool: () => Pool) {}

  async predictions(): Promise<StoredPrediction[]> {
    return (await this.pool().query<StoredPrediction>(STATEMENTS.predictions)).rows;
  }

  /** In the order of positions within each version. */
  async labels(): Promise<StoredLabel[]> {
    return (await this.pool().query<StoredLabel>(STATEMENTS.labels)).rows;
  }

  /** How many of these predictions are not stored. */
  missing(ids: readonly string[]): Promise<number> {
    return this.count(STATEMENTS.missing, [ids]);
  }

  /** How many predictions have a time that has not come yet. */
  future(): Promise<number> {
    return this.count(STATEMENTS.future);
  }

  /** How many sessions of others run a statement. */
  busy(): Promise<number> {
    return this.count(STATEMENTS.busy);
  }

  private async count(statement: string, values: readonly unknown[] = []): Promise<number> {
    const { rows } = await this.pool().query<{ count: number }>(statement, [...values]);
    return rows[0]?.count ?? NaN;
  }
}
