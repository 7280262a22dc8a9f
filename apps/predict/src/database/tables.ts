import {
  bigint,
  doublePrecision,
  index,
  integer,
  json,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';

const schema = pgSchema('predict');

const moment = (column: string) => timestamp(column, { withTimezone: true, precision: 3, mode: 'date' });
const count = (column: string) => bigint(column, { mode: 'number' });

/**
 * Every prediction that was answered. Ids are UUIDv7, so the primary key is also the order of time, which is what
 * retention goes by. A class is stored as it is, the number of a regression as its shortest decimal text.
 */
export const predictions = schema.table(
  'predictions',
  {
    id: uuid('id').primaryKey(),
    at: moment('at').notNull(),
    model: text('model').notNull(),
    version: integer('version').notNull(),
    subject: text('subject').notNull(),
    features: jsonb('features').notNull(),
    prediction: text('prediction').notNull(),
    probabilities: doublePrecision('probabilities').array(),
  },
  (table) => [index('predictions_window').on(table.model, table.version, table.at)],
);

/**
 * The truth about a prediction, with what was predicted, so that it outlives the prediction's own row. `position`
 * counts the labelled predictions of a model version in the order of their first feedback; `revision` counts every
 * change to them. Both go up by one in the order in which transactions commit, so a reader that remembers the last
 * revision it saw misses nothing.
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

/** The last position and revision of each model version; its row lock puts writers of feedback in order. */
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
 * The latest evaluation of each model version. `result` is a ModelEvaluation, kept to the byte so that every replica
 * publishes the same numbers; `computed_at` changes with it, `evaluated_at` also when it was merely confirmed.
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

/** What evaluations said in the past: one row a minute and model version. */
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
  },
  (table) => [
    primaryKey({ columns: [table.model, table.version, table.at] }),
    index('evaluation_history_at').on(table.at),
  ],
);

/** Where a retraining stands. `superseded`: another run for the model was under way; `refused`: Airflow rejected it. */
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
 * Requests for retraining and what became of them: the audit trail, and the list of runs that are still to be started or
 * followed. The id of the run is fixed before Airflow is asked, so that asking twice starts one run.
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
 * What every version that was ever served can predict, so that feedback about it is understood by replicas that do not
 * serve it, and after it was taken away.
 */
export const servedVersions = schema.table(
  'served_versions',
  {
    model: text('model').notNull(),
    version: integer('version').notNull(),
    task: text('task').notNull(),
    /** Null of a regression. */
    classes: text('classes').array(),
  },
  (table) => [primaryKey({ columns: [table.model, table.version] })],
);

/**
 * What challengers predicted for rows that their model's champion answered. With the feedback about those rows it
 * compares both. Classes and numbers are written as in `predictions`.
 */
export const shadowOutcomes = schema.table(
  'shadow_outcomes',
  {
    predictionId: uuid('prediction_id').notNull(),
    /** Of the challenger. */
    version: integer('version').notNull(),
    predicted: text('predicted').notNull(),
  },
  (table) => [primaryKey({ columns: [table.predictionId, table.version] })],
);

/** When the alert that always fires last arrived, by who sent it. */
export const alertHeartbeats = schema.table('alert_heartbeats', {
  sender: text('sender').primaryKey(),
  receivedAt: moment('received_at').notNull(),
});
