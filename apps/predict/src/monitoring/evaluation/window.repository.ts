import type { ClientBase } from 'pg';
import type { Manifest } from '../../models/manifest/index.js';
import type { LabelledRow } from './labelled-row.js';

/** How many rows a window holds, the time they are from, and a mark that differs when the rows do. */
export interface WindowExtent {
  readonly rows: number;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly mark: string;
}

/** One prediction of the log. */
export interface LoggedPrediction {
  readonly features: Readonly<Record<string, unknown>>;
  /** A class, or the decimal text of a number. */
  readonly prediction: string;
  readonly probabilities: readonly number[] | null;
}

const LATEST = `
  FROM predict.predictions
  WHERE model = $1 AND version = $2 AND at > now() - make_interval(secs => $3)
  ORDER BY at DESC, id DESC LIMIT $4`;

const PREDICTION_EXTENT = `
  SELECT count(*)::integer AS rows, min(at) AS "from", max(at) AS "to",
    coalesce(sum(hashtextextended(id::text, 0)), 0)::text AS mark
  FROM (SELECT id, at ${LATEST}) AS latest`;

const PREDICTIONS = `SELECT features, prediction, probabilities ${LATEST}`;

/** Begins with the first label that is young enough, as the windows of the gauges do. */
const LABELLED = `
  FROM predict.feedback_heads AS head
  CROSS JOIN LATERAL (
    SELECT min(position) AS position FROM predict.feedback
    WHERE model = head.model AND version = head.version AND position > head.position - $3
      AND ($4::float8 IS NULL OR received_at > now() - make_interval(secs => $4))
  ) AS first
  JOIN predict.feedback AS label
    ON label.model = head.model AND label.version = head.version AND label.position >= first.position
  LEFT JOIN predict.predictions AS prediction ON prediction.id = label.prediction_id
  WHERE head.model = $1 AND head.version = $2`;

/** Revisions are given anew when the database loses its last commits; the time of the last change differs then. */
const FEEDBACK_EXTENT = `
  SELECT count(*)::integer AS rows, min(received_at) AS "from", max(received_at) AS "to",
    concat_ws('/', max(head.position), max(head.revision), max(label.updated_at), count(prediction.id)) AS mark
  ${LABELLED}`;

const FEEDBACK = `
  SELECT label.predicted, label.actual, prediction.probabilities ${LABELLED} ORDER BY label.position`;

/** Reads the windows of a model version. Use it within one snapshot, so that extents and rows belong together. */
export class WindowRepository {
  constructor(private readonly client: Pick<ClientBase, 'query'>) {}

  /** The prediction window: the latest rows, none of them older than the manifest allows. */
  predictionExtent(manifest: Manifest): Promise<WindowExtent> {
    return this.extent(PREDICTION_EXTENT, predictionValues(manifest));
  }

  /** From the newest to the oldest. */
  async predictions(manifest: Manifest): Promise<LoggedPrediction[]> {
    const { rows } = await this.client.query<LoggedPrediction>(PREDICTIONS, predictionValues(manifest));
    return rows;
  }

  /** The feedback window: the rows with the highest positions, as far as they are young enough. */
  feedbackExtent(manifest: Manifest): Promise<WindowExtent> {
    return this.extent(FEEDBACK_EXTENT, feedbackValues(manifest));
  }

  /** In the order of first feedback. */
  async feedback(manifest: Manifest): Promise<LabelledRow[]> {
    const { rows } = await this.client.query<LabelledRow>(FEEDBACK, feedbackValues(manifest));
    return rows;
  }

  private async extent(query: string, values: unknown[]): Promise<WindowExtent> {
    const { rows } = await this.client.query<WindowExtent>(query, values);
    return rows[0]!;
  }
}

function predictionValues({ name, version, windows }: Manifest): unknown[] {
  const { size, max_age_s } = windows.predictions;
  return [name, version, max_age_s, size];
}

function feedbackValues({ name, version, windows }: Manifest): unknown[] {
  const { size, max_age_s } = windows.feedback;
  return [name, version, size, max_age_s ?? null];
}
