import { excluded, type SqlClient } from '@plumbline/postgres';
import { and, eq, sql } from 'drizzle-orm';
import { evaluationHistory, evaluations } from '../../database/tables.js';
import type { EvaluationResult } from './model-evaluation.js';

/** Replaces the evaluation of a version. */
export async function saveEvaluation(database: SqlClient, evaluation: EvaluationResult): Promise<void> {
  const { model, version } = evaluation;
  const now = { evaluatedAt: sql`now()`, computedAt: sql`now()` };
  await database.run((queries) =>
    queries
      .insert(evaluations)
      .values({ model, version, ...now, result: evaluation })
      .onConflictDoUpdate({
        target: [evaluations.model, evaluations.version],
        set: { ...now, result: excluded(evaluations.result) },
      }),
  );
  await addPoint(database, evaluation);
}

/** Dates the stored evaluation anew: it still holds. */
export async function confirmEvaluation(database: SqlClient, evaluation: EvaluationResult): Promise<void> {
  const { model, version } = evaluation;
  await database.run((queries) =>
    queries
      .update(evaluations)
      .set({ evaluatedAt: sql`now()` })
      .where(and(eq(evaluations.model, model), eq(evaluations.version, version))),
  );
  await addPoint(database, evaluation);
}

/** The history keeps the first evaluation of each minute. */
async function addPoint(database: SqlClient, evaluation: EvaluationResult): Promise<void> {
  const { model, version, drift, estimatedF1, estimatedError, quality } = evaluation;
  const estimated = estimatedF1 ?? estimatedError?.meanAbsoluteError;
  const point = {
    model,
    version,
    at: sql`date_trunc('minute', now())`,
    driftShare: drift?.dataset.share ?? null,
    realised: quality?.task === 'regression' ? quality.meanAbsoluteError : (quality?.f1 ?? null),
    estimated: estimated?.value ?? null,
    estimatedLower: estimated?.lower ?? null,
    estimatedUpper: estimated?.upper ?? null,
  };
  await database.run((queries) => queries.insert(evaluationHistory).values(point).onConflictDoNothing());
}
