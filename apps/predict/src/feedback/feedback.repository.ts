import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../database/index.js';
import { whileAvailable } from './feedback-outage.js';
import {
  type FeedbackHead,
  type KnownPrediction,
  type Label,
  type PlacedLabel,
  placeLabels,
  type StoredLabel,
} from './labels.js';

const FIND = `
  SELECT id, model, version, prediction AS predicted FROM predict.predictions WHERE id = ANY($1::uuid[])`;

const ADD_HEADS = `
  INSERT INTO predict.feedback_heads (model, version)
  SELECT DISTINCT * FROM unnest($1::text[], $2::integer[]) ON CONFLICT DO NOTHING`;

/** One order of locking for everyone: two transactions over the same model versions cannot block each other. */
const LOCK_HEADS = `
  SELECT model, version, position::float8, revision::float8 FROM predict.feedback_heads
  WHERE (model, version) IN (SELECT * FROM unnest($1::text[], $2::integer[]))
  ORDER BY model, version FOR UPDATE`;

const STORED = `
  SELECT prediction_id AS id, actual, position::float8 FROM predict.feedback
  WHERE prediction_id = ANY($1::uuid[])`;

const WRITE = `
  INSERT INTO predict.feedback
    (prediction_id, model, version, predicted, actual, position, revision, received_at, updated_at)
  SELECT *, now(), now() FROM unnest(
    $1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::bigint[], $7::bigint[])
  ON CONFLICT (prediction_id) DO UPDATE
  SET actual = excluded.actual, revision = excluded.revision, updated_at = excluded.updated_at`;

const MOVE_HEADS = `
  UPDATE predict.feedback_heads AS head SET position = moved.position, revision = moved.revision
  FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::bigint[]) AS moved(model, version, position, revision)
  WHERE head.model = moved.model AND head.version = moved.version`;

/** Feedback in PostgreSQL. Every method rejects with `FeedbackUnavailable` while the database cannot be used. */
export class FeedbackRepository {
  constructor(private readonly pool: Pool) {}

  /** The predictions that the database holds of these ids. */
  async find(ids: readonly string[]): Promise<KnownPrediction[]> {
    const { rows } = await whileAvailable(() => this.pool.query<KnownPrediction>(FIND, [ids]));
    return rows;
  }

  /** Stores all labels or none; resolves, in their order, when they are durable. */
  save(labels: readonly Label[]): Promise<readonly PlacedLabel[]> {
    return whileAvailable(() => inTransaction(this.pool, (client) => write(client, labels)));
  }
}

async function write(client: PoolClient, labels: readonly Label[]): Promise<readonly PlacedLabel[]> {
  const versions = [labels.map(({ model }) => model), labels.map(({ version }) => version)];
  await client.query(ADD_HEADS, versions);
  const heads = await client.query<FeedbackHead>(LOCK_HEADS, versions);
  const stored = await client.query<StoredLabel>(STORED, [labels.map(({ id }) => id)]);
  const placement = placeLabels(labels, stored.rows, heads.rows);
  if (placement.changed.length > 0) {
    await client.query(WRITE, labelColumns(placement.changed));
    await client.query(MOVE_HEADS, headColumns(placement.heads));
  }
  return placement.labels;
}

function labelColumns(labels: readonly PlacedLabel[]): unknown[][] {
  const names = ['id', 'model', 'version', 'predicted', 'actual', 'position', 'revision'] as const;
  return names.map((name) => labels.map((label) => label[name]));
}

function headColumns(heads: readonly FeedbackHead[]): unknown[][] {
  const names = ['model', 'version', 'position', 'revision'] as const;
  return names.map((name) => heads.map((head) => head[name]));
}
