import type { ClientBase } from 'pg';
import type { ModelVersion } from '../../models/manifest/index.js';
import type { EvaluationPoint, ModelEvaluation } from './model-evaluation.js';

/** An evaluation before the database says when it was made. */
export type EvaluationResult = Omit<ModelEvaluation, 'evaluatedAt'>;

/** An evaluation that a reader has; `computedAt` is null when it has none. */
export interface KnownEvaluation extends ModelVersion {
  readonly computedAt: Date | null;
}

/** What the database holds of a version. */
export interface StoredEvaluation extends ModelVersion {
  readonly evaluatedAt: Date;
  readonly computedAt: Date;
  /** Null when it is the one that the reader has. */
  readonly result: EvaluationResult | null;
}

const READ = `
  SELECT model, version, evaluated_at AS "evaluatedAt", stored.computed_at AS "computedAt",
    CASE WHEN stored.computed_at IS DISTINCT FROM known.computed_at THEN result END AS result
  FROM unnest($1::text[], $2::integer[], $3::timestamptz[]) AS known(model, version, computed_at)
  JOIN predict.evaluations AS stored USING (model, version)`;

const SAVE = `
  INSERT INTO predict.evaluations (model, version, evaluated_at, computed_at, result)
  VALUES ($1, $2, now(), now(), $3::json)
  ON CONFLICT (model, version) DO UPDATE
  SET evaluated_at = now(), computed_at = now(), result = excluded.result`;

const CONFIRM = `UPDATE predict.evaluations SET evaluated_at = now() WHERE model = $1 AND version = $2`;

const ADD_POINT = `
  INSERT INTO predict.evaluation_history
    (model, version, at, drift_share, realised, estimated, estimated_lower, estimated_upper)
  VALUES ($1, $2, date_trunc('minute', now()), $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`;

const HISTORY = `
  SELECT at, drift_share AS "driftShare", realised, estimated, estimated_lower AS "estimatedLower",
    estimated_upper AS "estimatedUpper"
  FROM predict.evaluation_history WHERE model = $1 AND version = $2 AND at >= now() - make_interval(secs => $3)
  ORDER BY at`;

/** Evaluations in PostgreSQL, whose clock dates them: the replicas' own clocks may differ. */
export class EvaluationRepository {
  constructor(private readonly database: Pick<ClientBase, 'query'>) {}

  /** What is stored of these versions, with the results that the reader does not have yet. */
  async read(known: readonly KnownEvaluation[]): Promise<StoredEvaluation[]> {
    const { rows } = await this.database.query<StoredEvaluation>(READ, [
      known.map(({ model }) => model),
      known.map(({ version }) => version),
      known.map(({ computedAt }) => computedAt),
    ]);
    return rows;
  }

  /** Replaces the evaluation of a version. */
  async save(evaluation: EvaluationResult): Promise<void> {
    await this.database.query(SAVE, [evaluation.model, evaluation.version, JSON.stringify(evaluation)]);
    await this.addPoint(evaluation);
  }

  /** Says that the stored evaluation still holds. */
  async confirm(evaluation: EvaluationResult): Promise<void> {
    await this.database.query(CONFIRM, [evaluation.model, evaluation.version]);
    await this.addPoint(evaluation);
  }

  /** The points of the last so many seconds, in order; one a minute. */
  async history({ model, version }: ModelVersion, pastS: number): Promise<EvaluationPoint[]> {
    const { rows } = await this.database.query<EvaluationPoint & { at: Date }>(HISTORY, [
      model,
      version,
      pastS,
    ]);
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }

  /** The first evaluation of a minute stands for it. */
  private async addPoint(evaluation: EvaluationResult): Promise<void> {
    const { model, version, drift, estimatedF1: estimated } = evaluation;
    const values = [drift?.dataset.share, realisedOf(evaluation), estimated?.value];
    await this.database.query(ADD_POINT, [
      model,
      version,
      ...[...values, estimated?.lower, estimated?.upper].map((value) => value ?? null),
    ]);
  }
}

function realisedOf({ quality }: EvaluationResult): number | null {
  if (quality === null) return null;
  return quality.task === 'regression' ? quality.meanAbsoluteError : quality.f1;
}
