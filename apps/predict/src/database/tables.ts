import {
  bigint,
  doublePrecision,
  index,
  integer,
  json,
  jsonb,
  pgSchema,
  primaryKey,
  real,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { FeatureRow } from '../models/manifest/index.js';

const schema = pgSchema('predict');

/** The part of a model that a change is about. */
type AuditedState = Readonly<Record<string, unknown>>;

const moment = (column: string) => timestamp(column, { withTimezone: true, precision: 3, mode: 'date' });
const count = (column: string) => bigint(column, { mode: 'number' });

/**
 * Every prediction that was answered. Ids are UUIDv7, so the order of the primary key is the order of time. The table is
 * partitioned by ranges of ids, which drizzle cannot express: see `PredictionPartitions`. A class is stored as it is, the number of a regression as its shortest decimal text; the labels of a row
 * (1, 0) and the numbers of several targets as a JSON array, in the order of the manifest.
 */
export const predictions = schema.table(
  'predictions',
  {
    id: uuid('id').primaryKey(),
    at: moment('at').notNull(),
    model: text('model').notNull(),
    version: integer('version').notNull(),
    subject: text('subject').notNull(),
    features: jsonb('features').$type<FeatureRow>().notNull(),
    prediction: text('prediction').notNull(),
    /** Of the classes or labels, in order. Of a model that gives scores, its scores. */
    probabilities: doublePrecision('probabilities').array(),
    embedding: real('embedding').array(),
  },
  (table) => [index('predictions_window').on(table.model, table.version, table.at)],
);

/**
 * The ground truth of a prediction, with the predicted value, so that it outlives the prediction's own row. `position`
 * numbers the labelled predictions of a model version in the order of their first feedback; `revision` numbers every
 * change to them. Both increase by one in the order in which transactions commit, so a reader that remembers the last
 * revision it read misses no change.
 */
export const feedback = schema.table(
  'feedback',
  {
    predictionId: uuid('prediction_id').primaryKey(),
    model: text('model').notNull(),
    version: integer('version').notNull(),
    predicted: text('predicted').notNull(),
    actual: text('actual').notNull(),
    position: count('position').notNull(),
    revision: count('revision').notNull(),
    receivedAt: moment('received_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('feedback_window').on(table.model, table.version, table.position),
    uniqueIndex('feedback_changes').on(table.model, table.version, table.revision),
    index('feedback_received_at').on(table.receivedAt),
  ],
);

/** The last position and revision of each model version. Its row lock serialises writers of feedback. */
export const feedbackHeads = schema.table(
  'feedback_heads',
  {
    model: text('model').notNull(),
    version: integer('version').notNull(),
    position: count('position').notNull().default(0),
    revision: count('revision').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.model, table.version] })],
);

/**
 * The latest evaluation of each model version. `result` is stored byte for byte, so that every replica publishes the
 * same numbers; `computed_at` changes with it, `evaluated_at` also when an evaluation confirms it.
 */
export const evaluations = schema.table(
  'evaluations',
  {
    model: text('model').notNull(),
    version: integer('version').notNull(),
    evaluatedAt: moment('evaluated_at').notNull(),
    computedAt: moment('computed_at').notNull(),
    result: json('result').notNull(),
  },
  (table) => [primaryKey({ columns: [table.model, table.version] })],
);

/** The names of the values in the arrays of `evaluation_history`, in their order. */
export interface HistoryLayout {
  /** Compared columns, and after them the outcomes: `severities`. */
  readonly columns: readonly { readonly name: string; readonly feature: string }[];
  /** `missing`. */
  readonly features: readonly string[];
  /** `shares`: the bins of each outcome, one outcome after the other, with their shares in the reference. */
  readonly outcomes: readonly {
    readonly name: string;
    readonly bins: readonly string[];
    readonly reference: readonly number[];
  }[];
}

/** What the arrays of past evaluations are about. It changes with the profile of a version, or with a release. */
export const historyLayouts = schema.table(
  'history_layouts',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    model: text('model').notNull(),
    version: integer('version').notNull(),
    /** sha256 of the content. */
    digest: text('digest').notNull(),
    usedAt: moment('used_at').notNull(),
    content: json('content').$type<HistoryLayout>().notNull(),
  },
  (table) => [uniqueIndex('history_layouts_digest').on(table.model, table.version, table.digest)],
);

/**
 * Past evaluations: one row for each minute and model version, of which retention keeps one for each quarter of an hour.
 * The arrays are as `history_layouts` says.
 */
export const evaluationHistory = schema.table(
  'evaluation_history',
  {
    model: text('model').notNull(),
    version: integer('version').notNull(),
    at: moment('at').notNull(),
    driftShare: doublePrecision('drift_share'),
    realised: doublePrecision('realised'),
    estimated: doublePrecision('estimated'),
    estimatedLower: doublePrecision('estimated_lower'),
    estimatedUpper: doublePrecision('estimated_upper'),
    /** The largest of `severities`. */
    severity: real('severity'),
    layout: integer('layout'),
    severities: real('severities').array(),
    missing: real('missing').array(),
    shares: real('shares').array(),
  },
  (table) => [
    primaryKey({ columns: [table.model, table.version, table.at] }),
    index('evaluation_history_at').on(table.at),
  ],
);

/**
 * Rows that a version answered, by minute, later by quarter of an hour, and by the time they took. Replicas add to the same
 * counts.
 */
export const trafficHistory = schema.table(
  'traffic_history',
  {
    model: text('model').notNull(),
    version: integer('version').notNull(),
    at: moment('at').notNull(),
    /** In seconds: they took at most this, and more than the next smaller one. 0 for the cache. May be infinite. */
    upper: doublePrecision('upper').notNull(),
    rows: count('rows').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.model, table.version, table.at, table.upper] }),
    index('traffic_history_at').on(table.at),
  ],
);

/** The states of a retraining. `superseded`: another run retrains the model; `refused`: Airflow rejected the run. */
const retrainStates = [
  'awaiting_approval',
  'rejected',
  'accepted',
  'queued',
  'running',
  'success',
  'failed',
  'superseded',
  'refused',
  'dry_run',
] as const;

/**
 * Requests for retraining and their outcome: the audit trail, and the queue of runs to start or follow. The id of the run
 * is fixed before the request to Airflow, so that a repeated request starts one run.
 */
export const retrains = schema.table(
  'retrains',
  {
    id: uuid('id').primaryKey(),
    model: text('model').notNull(),
    version: integer('version'),
    state: text('state', { enum: retrainStates }).notNull(),
    trigger: text('trigger', { enum: ['alert', 'manual'] }).notNull(),
    alertname: text('alertname'),
    alertKey: text('alert_key'),
    requestedBy: text('requested_by').notNull(),
    requestedAt: moment('requested_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
    dagRunId: text('dag_run_id').notNull(),
    conf: jsonb('conf').$type<Readonly<Record<string, unknown>>>().notNull(),
    notifications: integer('notifications').notNull(),
    attempts: integer('attempts').notNull(),
    nextAttemptAt: moment('next_attempt_at').notNull(),
    reason: text('reason'),
  },
  (table) => [
    uniqueIndex('retrains_dag_run_id').on(table.dagRunId),
    index('retrains_model').on(table.model, table.requestedAt),
    index('retrains_state').on(table.state),
  ],
);

/**
 * Task and classes of every version that was ever served, so that replicas accept feedback about versions that they do not
 * serve, or that were removed.
 */
export const servedVersions = schema.table(
  'served_versions',
  {
    model: text('model').notNull(),
    version: integer('version').notNull(),
    task: text('task', { enum: ['binary', 'multiclass', 'multilabel', 'regression', 'anomaly'] }).notNull(),
    /** Classes, labels or targets; null for a regression of one number. */
    classes: text('classes').array(),
  },
  (table) => [primaryKey({ columns: [table.model, table.version] })],
);

/**
 * The predictions of challengers for rows that the champion of their model answered. With the feedback about those rows
 * both are compared. Classes and numbers are stored as in `predictions`.
 */
export const shadowOutcomes = schema.table(
  'shadow_outcomes',
  {
    predictionId: uuid('prediction_id').notNull(),
    /** The challenger's version. */
    version: integer('version').notNull(),
    predicted: text('predicted').notNull(),
  },
  (table) => [primaryKey({ columns: [table.predictionId, table.version] })],
);

/** When the heartbeat alert last arrived, by its sender. */
export const alertHeartbeats = schema.table('alert_heartbeats', {
  sender: text('sender').primaryKey(),
  receivedAt: moment('received_at').notNull(),
});

/** What became of an alert, or of a person's request for retraining. */
const requestOutcomes = [
  'accepted',
  'awaiting_approval',
  'dry_run',
  'duplicate',
  'in_flight',
  'cooldown',
  'capped',
  'ignored',
  'switched_off',
  'heartbeat',
] as const;

/** Alerts that may lead to retraining, as predict last heard of them, each with what was decided. */
export const alerts = schema.table(
  'alerts',
  {
    /** Identifies the alert over its firings. */
    id: text('id').primaryKey(),
    alertname: text('alertname').notNull(),
    model: text('model').notNull(),
    status: text('status', { enum: ['firing', 'resolved'] }).notNull(),
    /** When it began to fire, by Prometheus. */
    startsAt: moment('starts_at'),
    receivedAt: moment('received_at').notNull(),
    summary: text('summary'),
    generatorUrl: text('generator_url'),
    /** The last decision about this firing that was more than a repetition. */
    outcome: text('outcome', { enum: requestOutcomes }).notNull(),
    reason: text('reason').notNull(),
    dagRunId: text('dag_run_id'),
  },
  (table) => [index('alerts_received_at').on(table.receivedAt)],
);

/** What a subject can change. */
const auditActions = [
  'version.published',
  'model.promoted',
  'model.rolled_back',
  'challenger.set',
  'challenger.removed',
  'retraining.requested',
  'retraining.approved',
  'retraining.rejected',
] as const;

/** The audit trail: who changed what of which model, and what it was before. */
export const auditEvents = schema.table(
  'audit_events',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** Made by the service, so that an event that is sent twice is stored once. */
    key: uuid('key').notNull().unique(),
    at: moment('at').notNull(),
    action: text('action', { enum: auditActions }).notNull(),
    subject: text('subject').notNull(),
    target: text('target').notNull(),
    before: jsonb('before').$type<AuditedState | null>(),
    after: jsonb('after').$type<AuditedState | null>(),
  },
  (table) => [index('audit_events_at').on(table.at), index('audit_events_target').on(table.target, table.id)],
);
