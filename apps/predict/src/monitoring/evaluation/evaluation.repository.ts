import { excluded, type SqlClient } from '@plumbline/postgres';
import { and, eq, sql } from 'drizzle-orm';
import { evaluations } from '../../database/tables.js';
import { addPoint, addPointIfNone } from './evaluation-history.js';
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
  await addPointIfNone(database, evaluation);
}
