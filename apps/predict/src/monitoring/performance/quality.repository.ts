import type { Pool } from 'pg';
import type { ModelVersion } from '../../models/manifest/index.js';
import type { LabelledPrediction } from './labelled-prediction.js';

/** Where a reader of a model version's feedback stands. */
export interface Head extends ModelVersion {
  /** Labelled predictions so far. */
  readonly position: number;
  /** Changes so far. */
  readonly revision: number;
  /** The run of the server that was asked: another one after each restart, restore or failover. */
  readonly serverRun: string;
}

type Place = ModelVersion & Pick<Head, 'position'>;

const COLUMNS = 'model, version, predicted, actual, position::float8, revision::float8';

const HEADS = `
  SELECT model, version, coalesce(head.position, 0)::float8 AS position, coalesce(head.revision, 0)::float8 AS revision,
    extract(epoch FROM pg_postmaster_start_time())::text AS "serverRun"
  FROM unnest($1::text[], $2::integer[]) AS wanted(model, version)
  LEFT JOIN predict.feedback_heads AS head USING (model, version)`;

const PAGE = `
  SELECT ${COLUMNS} FROM predict.feedback
  WHERE model = $1 AND version = $2 AND position > $3 ORDER BY position LIMIT $4`;

/** The label before the first that is young enough; the last one when none is. */
const EXPIRED = `
  SELECT coalesce(
    (SELECT min(position) - 1 FROM predict.feedback
     WHERE model = head.model AND version = head.version AND position > $3
       AND received_at > now() - make_interval(secs => $4)),
    head.position)::float8 AS position
  FROM predict.feedback_heads AS head WHERE model = $1 AND version = $2`;

const CHANGES = `
  SELECT changed.*
  FROM unnest($1::text[], $2::integer[], $3::bigint[]) AS seen(model, version, revision)
  CROSS JOIN LATERAL (
    SELECT ${COLUMNS} FROM predict.feedback
    WHERE model = seen.model AND version = seen.version AND feedback.revision > seen.revision
    ORDER BY feedback.revision LIMIT $4
  ) AS changed`;

/** Reads feedback for the windows. Positions and revisions stay below 2^53. */
export class QualityRepository {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  /** The heads of these model versions; at 0 where there is no feedback yet. */
  async heads(versions: readonly ModelVersion[]): Promise<Head[]> {
    const { rows } = await this.pool.query<Head>(HEADS, [
      versions.map(({ model }) => model),
      versions.map(({ version }) => version),
    ]);
    return rows;
  }

  /** Up to `limit` labelled predictions after a position, in the order of positions. */
  async after({ model, version, position }: Place, limit: number): Promise<LabelledPrediction[]> {
    const { rows } = await this.pool.query<LabelledPrediction>(PAGE, [model, version, position, limit]);
    return rows;
  }

  /**
   * The position up to which labels were first received more than `maxAgeS` seconds ago, by the clock of the database;
   * `position` when none after it was.
   */
  async expired({ model, version, position }: Place, maxAgeS: number): Promise<number> {
    const { rows } = await this.pool.query<{ position: number }>(EXPIRED, [
      model,
      version,
      position,
      maxAgeS,
    ]);
    return Math.max(position, rows[0]?.position ?? 0);
  }

  /** Up to `limit` changes of each model version after the revision of its head, in the order of revisions. */
  async changes(heads: readonly Head[], limit: number): Promise<LabelledPrediction[]> {
    const { rows } = await this.pool.query<LabelledPrediction>(CHANGES, [
      heads.map(({ model }) => model),
      heads.map(({ version }) => version),
      heads.map(({ revision }) => revision),
      limit,
    ]);
    return rows;
  }
}
