import { Injectable } from '@nestjs/common';
import { and, asc, eq, gte, sql } from 'drizzle-orm';
import { PredictDatabase, tables } from '../../database/index.js';
import { type ModelVersion, versionKey } from '../../models/manifest/index.js';
import { EvaluationGauges } from './evaluation-gauges.js';
import type { EvaluationPoint, EvaluationResult, ModelEvaluation } from './model-evaluation.js';

const { evaluations, evaluationHistory } = tables;

interface Held {
  /** Changes with the result; the text of PostgreSQL. */
  readonly computedAt: string;
  readonly evaluation: ModelEvaluation;
}

/** The latest evaluations, as this replica last read them from the database, whose clock dates them. Sets the gauges. */
@Injectable()
export class EvaluationStore {
  private held: ReadonlyMap<string, Held> = new Map();
  private served: readonly ModelVersion[] = [];

  constructor(
    private readonly database: PredictDatabase,
    private readonly gauges: EvaluationGauges,
  ) {}

  /** Publishes these versions only. The gauges of others are removed. */
  follow(versions: readonly ModelVersion[]): void {
    this.served = versions;
    this.gauges.keepOnly(versions);
  }

  /** The latest evaluation of a served version; undefined before the first one, or when evaluation is off. */
  latest(version: ModelVersion): ModelEvaluation | undefined {
    return this.held.get(versionKey(version))?.evaluation;
  }

  /** Reads the evaluations of the served versions, and publishes those that changed. */
  async refresh(): Promise<void> {
    const before = this.held;
    const now = new Map<string, Held>();
    for (const { evaluatedAt, computedAt, result, ...version } of await this.read(this.served)) {
      const key = versionKey(version);
      const known = before.get(key)?.evaluation;
      const content = result ?? known;
      if (content === undefined) continue;
      const evaluation = { ...content, evaluatedAt: new Date(evaluatedAt).toISOString() };
      now.set(key, { computedAt, evaluation });
      if (evaluation.evaluatedAt !== known?.evaluatedAt) this.gauges.publish(evaluation);
    }
    this.held = now;
    // A version may have been removed during the query.
    this.gauges.keepOnly(this.served);
  }

  /**
   * Points of the last `pastS` seconds in order, at most one a minute.
   * Rejects during an outage of the database.
   */
  async history({ model, version }: ModelVersion, pastS: number): Promise<EvaluationPoint[]> {
    const { at, driftShare, realised, estimated, estimatedLower, estimatedUpper } = evaluationHistory;
    const rows = await this.database.run((queries) =>
      queries
        .select({ at, driftShare, realised, estimated, estimatedLower, estimatedUpper })
        .from(evaluationHistory)
        .where(
          and(
            eq(evaluationHistory.model, model),
            eq(evaluationHistory.version, version),
            gte(at, sql`now() - make_interval(secs => ${pastS})`),
          ),
        )
        .orderBy(asc(at)),
    );
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  }

  /** The stored evaluations; `result` is null where this replica has it. */
  private async read(versions: readonly ModelVersion[]) {
    const models = sql.param(versions.map(({ model }) => model));
    const numbers = sql.param(versions.map(({ version }) => version));
    const known = sql.param(
      versions.map((version) => this.held.get(versionKey(version))?.computedAt ?? null),
    );
    const { rows } = await this.database.run((queries) =>
      queries.execute<{
        model: string;
        version: number;
        evaluatedAt: string;
        computedAt: string;
        result: EvaluationResult | null;
      }>(sql`
        SELECT known.model, known.version, ${evaluations.evaluatedAt} AS "evaluatedAt",
          ${evaluations.computedAt} AS "computedAt",
          CASE WHEN ${evaluations.computedAt} IS DISTINCT FROM known.computed_at
            THEN ${evaluations.result} END AS result
        FROM unnest(${models}::text[], ${numbers}::integer[], ${known}::timestamptz[])
          AS known(model, version, computed_at)
        JOIN ${evaluations}
          ON ${evaluations.model} = known.model AND ${evaluations.version} = known.version`),
    );
    return rows;
  }
}
