import type { Pool } from 'pg';
import type { FeatureRow, ModelVersion } from '../models/manifest/index.js';
import { whileAvailable } from './feedback-outage.js';

const PAGE = `
  SELECT label.prediction_id AS id, label.position::float8, label.predicted, label.actual,
    label.updated_at AS "labelledAt", prediction.at, prediction.features
  FROM (
    SELECT * FROM predict.feedback
    WHERE model = $1 AND version = $2 AND position > $3 ORDER BY position LIMIT $4
  ) AS label
  LEFT JOIN predict.predictions AS prediction ON prediction.id = label.prediction_id
  ORDER BY label.position`;

/** A labelled prediction as the database holds it; without `at` and `features` when retention has removed them. */
export interface StoredRow {
  readonly id: string;
  readonly position: number;
  readonly predicted: string;
  readonly actual: string;
  readonly labelledAt: Date;
  readonly at: Date | null;
  readonly features: FeatureRow | null;
}

/** Where a page begins, and how long it may be. */
export interface PageRequest extends ModelVersion {
  /** The position of the last row of the page before. */
  readonly after: number;
  readonly limit: number;
}

/** Reads predictions with their features and their truth. */
export class LabelledRepository {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  /** Up to `limit` rows in the order of their positions. @throws {FeedbackUnavailable} */
  async page({ model, version, after, limit }: PageRequest): Promise<StoredRow[]> {
    const { rows } = await whileAvailable(() =>
      this.pool.query<StoredRow>(PAGE, [model, version, after, limit]),
    );
    return rows;
  }
}
