import { createHash } from 'node:crypto';
import type { ColumnEvaluation, WindowEvaluation } from '@plumbline/evaluation';
import { type Queries, type SqlClient } from '@plumbline/postgres';
import { and, eq, sql } from 'drizzle-orm';
import { evaluationHistory, type HistoryLayout, historyLayouts } from '../../database/tables.js';
import type { EvaluationResult } from './model-evaluation.js';

type Point = typeof evaluationHistory.$inferInsert;
type ColumnFigures = Required<Pick<Point, 'severity' | 'severities' | 'missing' | 'shares'>>;

/** This minute, by the database's clock. */
const MINUTE = sql<Date>`date_trunc('minute', now())`;
/** Bins of all outcomes together; further outcomes have no history of their distribution. */
const MAX_BINS = 256;

/** Adds an evaluation to the history, which keeps the latest one of each minute. */
export async function addPoint(database: SqlClient, evaluation: EvaluationResult): Promise<void> {
  const { model, version, drift, estimatedF1, estimatedError, quality } = evaluation;
  const estimated = estimatedF1 ?? estimatedError?.meanAbsoluteError;
  await database.run(async (queries) => {
    const columns = drift && {
      ...figuresOf(drift),
      layout: await storedLayout(queries, { model, version }, layoutOf(drift)),
    };
    const point = {
      driftShare: drift?.dataset.share ?? null,
      realised: quality?.task === 'regression' ? quality.meanAbsoluteError : (quality?.f1 ?? null),
      estimated: estimated?.value ?? null,
      estimatedLower: estimated?.lower ?? null,
      estimatedUpper: estimated?.upper ?? null,
      ...columns,
    };
    await queries
      .insert(evaluationHistory)
      .values({ model, version, at: MINUTE, ...point })
      .onConflictDoUpdate({
        target: [evaluationHistory.model, evaluationHistory.version, evaluationHistory.at],
        set: point,
      });
  });
}

/** Adds an evaluation that is still the latest one, unless the minute has one: a version without traffic writes once a minute. */
export async function addPointIfNone(database: SqlClient, evaluation: EvaluationResult): Promise<void> {
  const { model, version, at } = evaluationHistory;
  const stored = await database.run((queries) =>
    queries
      .select({ at })
      .from(evaluationHistory)
      .where(and(eq(model, evaluation.model), eq(version, evaluation.version), eq(at, MINUTE))),
  );
  if (stored.length === 0) await addPoint(database, evaluation);
}

/** What the figures of a window are about. */
export function layoutOf(drift: WindowEvaluation): HistoryLayout {
  return {
    columns: drift.columns.map(({ name, feature }) => ({ name, feature })),
    features: [...byFeature(drift.columns).keys()],
    outcomes: outcomesOf(drift).map(({ name, distribution: { bins, reference } }) => ({
      name,
      bins,
      reference: sharesOf(reference),
    })),
  };
}

/** The figures of a window, in the order of its layout. */
export function figuresOf(drift: WindowEvaluation): ColumnFigures {
  const outcomes = outcomesOf(drift);
  const severities = [...drift.columns, ...outcomes].map((column) => column.drift?.severity ?? null);
  const known = severities.filter((severity) => severity !== null);
  const missing = [...byFeature(drift.columns).values()].map((columns) =>
    Math.max(...columns.map(({ summary: { rows, missing: count } }) => (rows === 0 ? 0 : count / rows))),
  );
  return {
    severity: known.length === 0 ? null : known.reduce((worst, one) => Math.max(worst, one)),
    // drizzle's type of an array has no null elements, which PostgreSQL allows.
    severities: severities.map((severity) => severity ?? Number.NaN),
    missing,
    shares: outcomes.flatMap(({ distribution: { current } }) => sharesOf(current)),
  };
}

function outcomesOf({ prediction, predictions = [prediction] }: WindowEvaluation): ColumnEvaluation[] {
  let bins = 0;
  return predictions.filter((outcome) => (bins += outcome.distribution.bins.length) <= MAX_BINS);
}

function byFeature(columns: readonly ColumnEvaluation[]): Map<string, ColumnEvaluation[]> {
  const features = new Map<string, ColumnEvaluation[]>();
  for (const column of columns) {
    const known = features.get(column.feature);
    if (known === undefined) features.set(column.feature, [column]);
    else known.push(column);
  }
  return features;
}

function sharesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total === 0 ? 0 : count / total));
}

async function storedLayout(
  queries: Queries,
  of: { readonly model: string; readonly version: number },
  content: HistoryLayout,
): Promise<number> {
  const digest = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  const usedAt = sql<Date>`now()`;
  const [layout] = await queries
    .insert(historyLayouts)
    .values({ ...of, digest, usedAt, content })
    .onConflictDoUpdate({
      target: [historyLayouts.model, historyLayouts.version, historyLayouts.digest],
      set: { usedAt },
    })
    .returning({ id: historyLayouts.id });
  if (layout === undefined) throw new Error('the layout of the history was not stored');
  return layout.id;
}
