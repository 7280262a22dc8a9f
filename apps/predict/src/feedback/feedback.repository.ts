import { Injectable } from '@nestjs/common';
import { excluded, type Queries } from '@plumbline/postgres';
import { GroupCommit } from '@plumbline/tasks';
import { and, asc, eq, sql } from 'drizzle-orm';
import { isOutage, PredictDatabase, tables } from '../database/index.js';
import { type ModelVersion, versionKey } from '../models/manifest/index.js';
import type { OutcomeKind } from '../models/outcomes/index.js';
import type { FeedbackHead } from '../monitoring/feedback-window/index.js';
import { FeedbackUnavailable } from './feedback.errors.js';
import { type Label, placeLabels, type StoredLabel } from './labels.js';

const { feedback, feedbackHeads, predictions, servedVersions } = tables;

/** A transaction takes requests until it has this many labels. */
const MAX_LABELS = 5_000;

/** Feedback in PostgreSQL. All methods reject with `FeedbackUnavailable` during an outage of the database. */
@Injectable()
export class FeedbackRepository {
  private readonly commits = new GroupCommit<Label, StoredLabel>(MAX_LABELS, (labels) => this.write(labels));

  constructor(private readonly database: PredictDatabase) {}

  /** The predictions with these ids that are in the database: those of the owner, or of every subject. */
  find(ids: readonly string[], owner?: string): Promise<Omit<Label, 'actual'>[]> {
    const { id, model, version, prediction: predicted, subject } = predictions;
    const hasId = sql`${id} = ANY(${sql.param(ids)}::uuid[])`;
    return whileAvailable(() =>
      this.database.run((queries) =>
        queries
          .select({ id, model, version, predicted })
          .from(predictions)
          .where(owner === undefined ? hasId : and(hasId, eq(subject, owner))),
      ),
    );
  }

  /** What a version predicts; undefined when no replica has ever served it. */
  async kindOf({ model, version }: ModelVersion): Promise<OutcomeKind | undefined> {
    const { task, classes } = servedVersions;
    const isVersion = and(eq(servedVersions.model, model), eq(servedVersions.version, version));
    const [row] = await whileAvailable(() =>
      this.database.run((queries) => queries.select({ task, classes }).from(servedVersions).where(isVersion)),
    );
    return row && { task: row.task, names: row.classes ?? [] };
  }

  /** Stores all labels or none. Resolves, in their order, when they are durable. */
  save(labels: readonly Label[]): Promise<readonly StoredLabel[]> {
    return this.commits.add(labels);
  }

  private write(labels: readonly Label[]): Promise<readonly StoredLabel[]> {
    return whileAvailable(() => this.database.transaction((queries) => write(queries, labels)));
  }
}

/** Runs a query. An outage of the database rejects with `FeedbackUnavailable`, any other error with itself. */
export async function whileAvailable<Result>(query: () => Promise<Result>): Promise<Result> {
  try {
    return await query();
  } catch (error) {
    throw isOutage(error) ? new FeedbackUnavailable(error) : error;
  }
}

async function write(queries: Queries, labels: readonly Label[]): Promise<readonly StoredLabel[]> {
  const heads = await lockHeads(queries, labels);
  const { predictionId, actual, position } = feedback;
  const stored = await queries
    .select({ id: predictionId, actual, position })
    .from(feedback)
    .where(sql`${predictionId} = ANY(${column(labels, 'id')}::uuid[])`);
  const placement = placeLabels(labels, stored, heads);
  if (placement.changed.length > 0) {
    await writeLabels(queries, placement.changed);
    await moveHeads(queries, placement.heads);
  }
  return placement.labels;
}

/** All writers lock in the same order, so that they cannot deadlock. */
async function lockHeads(queries: Queries, labels: readonly ModelVersion[]): Promise<FeedbackHead[]> {
  const { model, version, position, revision } = feedbackHeads;
  const byKey = new Map(labels.map((label) => [versionKey(label), label]));
  const versions = [...byKey]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, label]) => ({ model: label.model, version: label.version }));
  await queries.insert(feedbackHeads).values(versions).onConflictDoNothing();
  return queries
    .select({ model, version, position, revision })
    .from(feedbackHeads)
    .where(
      sql`(${model}, ${version}) IN (
        SELECT * FROM unnest(${column(versions, 'model')}::text[], ${column(versions, 'version')}::integer[]))`,
    )
    .orderBy(asc(model), asc(version))
    .for('update');
}

/** In arrays, since one statement cannot have a parameter for each value. The columns are in the order of the table. */
async function writeLabels(queries: Queries, labels: readonly StoredLabel[]): Promise<void> {
  await queries
    .insert(feedback)
    .select(
      sql`SELECT *, now(), now() FROM unnest(${column(labels, 'id')}::uuid[], ${column(labels, 'model')}::text[],
        ${column(labels, 'version')}::integer[], ${column(labels, 'predicted')}::text[],
        ${column(labels, 'actual')}::text[], ${column(labels, 'position')}::bigint[],
        ${column(labels, 'revision')}::bigint[])`,
    )
    .onConflictDoUpdate({
      target: feedback.predictionId,
      set: {
        actual: excluded(feedback.actual),
        revision: excluded(feedback.revision),
        updatedAt: excluded(feedback.updatedAt),
      },
    });
}

async function moveHeads(queries: Queries, heads: readonly FeedbackHead[]): Promise<void> {
  const { model, version, position, revision } = feedbackHeads;
  await queries
    .insert(feedbackHeads)
    .values([...heads])
    .onConflictDoUpdate({
      target: [model, version],
      set: { position: excluded(position), revision: excluded(revision) },
    });
}

/** One field of all rows, as one array parameter. */
function column<Row>(rows: readonly Row[], name: keyof Row) {
  return sql.param(rows.map((row) => row[name]));
}
