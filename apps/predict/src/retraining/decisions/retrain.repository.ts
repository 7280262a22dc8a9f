import { Injectable } from '@nestjs/common';
import { storableText } from '@plumbline/errors';
import { advisoryLocks, excluded, type Queries, serverTime } from '@plumbline/postgres';
import { KeyedQueue } from '@plumbline/tasks';
import { and, desc, eq, inArray, lte, ne, sql } from 'drizzle-orm';
import { AuditTrail } from '../../audit/index.js';
import { PredictDatabase, tables } from '../../database/index.js';
import { decidedEvent, requestedEvent } from './retrain-events.js';
import type { PastRetrain, PolicyDecision, RetrainHistory } from './retrain-policy.js';
import type { Retrain, RetrainDecision, RetrainState } from './retrain.schema.js';

type StoredRetrain = typeof tables.retrains.$inferSelect;

/** A retraining to record. */
export type NewRetrain = Omit<
  StoredRetrain,
  'requestedAt' | 'updatedAt' | 'nextAttemptAt' | 'notifications' | 'attempts' | 'reason'
>;

/** A retraining whose run has to be started or followed. */
export type OpenRetrain = Pick<StoredRetrain, 'id' | 'model' | 'state' | 'dagRunId' | 'conf' | 'attempts'>;

/** The state of the last retraining of a model. */
export interface RetrainStatus {
  readonly model: string;
  readonly state: RetrainState;
  /** The start of the cool-down; null when no retraining counts for it. */
  readonly cooldownFrom: Date | null;
  readonly lastSuccessAt: Date | null;
  /** Retrainings within the last 24 hours that count for the daily cap. */
  readonly today: number;
}

/** The result of one step with Airflow. */
export interface RetrainUpdate {
  readonly state: RetrainState;
  readonly reason: string | null;
  /** Airflow is unavailable, for every retraining. */
  readonly unavailable?: boolean;
  /** Seconds until the next attempt. */
  readonly pauseS?: number;
  /** Whether the step was an attempt to start the run. */
  readonly attempted?: boolean;
}

const { auditEvents, retrains } = tables;

const isDryRun = sql`${retrains.state} = 'dry_run'`;
const countsToday = sql`
  ${retrains.state} NOT IN ('dry_run', 'rejected') AND ${retrains.requestedAt} > now() - interval '24 hours'`;

/** Retrainings in PostgreSQL: each one that is recorded here is started in the end, exactly once. */
@Injectable()
export class RetrainRepository {
  /** Requests that wait in this replica hold no connection. */
  private readonly queue = new KeyedQueue();

  constructor(
    private readonly database: PredictDatabase,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Decides about one model and records the decision; no other replica decides about the model at the same time.
   * @param policy decides by the history of the model.
   * @param create makes the retraining to record, if the policy asks for one.
   */
  decide(
    model: string,
    policy: (history: RetrainHistory) => PolicyDecision,
    create: (state: RetrainState, now: Date) => NewRetrain,
  ): Promise<RetrainDecision> {
    const decideAlone = async (queries: Queries): Promise<RetrainDecision> => {
      await queries.execute(sql`SELECT pg_advisory_xact_lock(${advisoryLocks.retrainDecision(model)})`);
      const history = await historyOf(queries, model);
      const decision = policy(history);
      if (decision.record === undefined) return answerWithLast(queries, decision, history.last);
      const retrain = create(decision.record, history.now);
      const answer = await record(queries, decision, retrain);
      if (answer.outcome === decision.outcome) await this.audit.record(queries, requestedEvent(retrain));
      return answer;
    };
    return this.queue.run(model, () => this.database.transaction(decideAlone));
  }

  /** The audit trail, newest first. */
  async list(model: string | undefined, limit: number): Promise<Retrain[]> {
    const rows = await this.database.run((queries) =>
      queries
        .select()
        .from(retrains)
        .where(model === undefined ? undefined : eq(retrains.model, model))
        .orderBy(desc(retrains.requestedAt), desc(retrains.id))
        .limit(limit),
    );
    return rows.map(entryOf);
  }

  /** One entry of the audit trail; undefined when none has this id. */
  async find(id: string): Promise<Retrain | undefined> {
    const [row] = await this.database.run((queries) =>
      queries.select().from(retrains).where(eq(retrains.id, id)),
    );
    return row && entryOf(row);
  }

  /** Who approved or rejected the retraining, and when; null when nobody did. */
  async personalDecision({ model, dag_run_id }: Pick<Retrain, 'model' | 'dag_run_id'>) {
    const { action, after, at, id, subject, target } = auditEvents;
    const [event] = await this.database.run((queries) =>
      queries
        .select({ action, at, by: subject })
        .from(auditEvents)
        .where(
          and(
            eq(target, model),
            inArray(action, ['retraining.approved', 'retraining.rejected']),
            sql`${after} ->> 'dag_run_id' = ${dag_run_id}`,
          ),
        )
        .orderBy(desc(id))
        .limit(1),
    );
    if (event === undefined) return null;
    const state = event.action === 'retraining.approved' ? ('accepted' as const) : ('rejected' as const);
    return { by: event.by, at: event.at.toISOString(), state };
  }

  /** Approves or rejects a pending retraining, and records who did; undefined when it does not await approval. */
  async decidePending(
    id: string,
    state: 'accepted' | 'rejected',
    reason: string | null,
    by: string,
  ): Promise<Retrain | undefined> {
    return this.database.transaction(async (queries) => {
      const [row] = await queries
        .update(retrains)
        .set({ state, reason, updatedAt: sql`now()`, nextAttemptAt: sql`now()` })
        .where(and(eq(retrains.id, id), eq(retrains.state, 'awaiting_approval')))
        .returning();
      if (row === undefined) return undefined;
      await this.audit.record(queries, decidedEvent(row, by));
      return entryOf(row);
    });
  }

  /** The state of a retraining; undefined when none has this id. */
  async stateOf(id: string): Promise<RetrainState | undefined> {
    const [row] = await this.database.run((queries) =>
      queries.select({ state: retrains.state }).from(retrains).where(eq(retrains.id, id)),
    );
    return row?.state;
  }

  /** Runs the work, which may take minutes, unless another replica does; then it resolves to false. */
  alone(work: () => Promise<void>): Promise<boolean> {
    const workAlone = async (queries: Queries) => {
      const { rows } = await queries.execute<{ free: boolean }>(
        sql`SELECT pg_try_advisory_xact_lock(${advisoryLocks.retrainRuns}) AS free`,
      );
      if (rows[0]?.free !== true) return false;
      await work();
      return true;
    };
    // The transaction is idle during requests to Airflow, longer than the pool allows.
    return this.database.transaction(workAlone, { idleTimeoutMs: 300_000 });
  }

  /** Retrainings that are due for a step. @param starting includes those whose run is not started yet. */
  open(starting: boolean): Promise<OpenRetrain[]> {
    const due = and(
      inArray(retrains.state, starting ? ['accepted', 'queued', 'running'] : ['queued', 'running']),
      lte(retrains.nextAttemptAt, sql`now()`),
    );
    const { id, model, state, dagRunId, conf, attempts } = retrains;
    return this.database.run((queries) =>
      queries
        .select({ id, model, state, dagRunId, conf, attempts })
        .from(retrains)
        .where(due)
        .orderBy(retrains.requestedAt),
    );
  }

  /** Stores the result of a step. */
  async update(id: string, { state, reason, pauseS = 0, attempted = false }: RetrainUpdate): Promise<void> {
    const changes = {
      state,
      // The reason may contain text of Airflow's.
      reason: reason && storableText(reason),
      attempts: sql`${retrains.attempts} + ${Number(attempted)}`,
      updatedAt: sql`now()`,
      nextAttemptAt: sql`now() + make_interval(secs => ${pauseS})`,
    };
    await this.database.run((queries) => queries.update(retrains).set(changes).where(eq(retrains.id, id)));
  }

  /** Postpones every step by some seconds; a new retraining is not postponed. */
  async postpone(seconds: number): Promise<void> {
    const nextAttemptAt = sql`greatest(${retrains.nextAttemptAt}, now() + make_interval(secs => ${seconds}))`;
    await this.database.run((queries) =>
      queries
        .update(retrains)
        .set({ nextAttemptAt })
        .where(inArray(retrains.state, ['accepted', 'queued', 'running'])),
    );
  }

  /** The time by the clock of the database. */
  now(): Promise<Date> {
    return this.database.run(serverTime);
  }

  /** The last retraining of every model. */
  status(): Promise<RetrainStatus[]> {
    const { model, state, requestedAt, updatedAt } = retrains;
    const cooldownFrom = sql<Date | null>`
      max(${requestedAt}) FILTER (WHERE ${state} NOT IN ('refused', 'dry_run')) OVER (PARTITION BY ${model})`;
    const lastSuccessAt = sql<Date | null>`
      max(${updatedAt}) FILTER (WHERE ${state} = 'success') OVER (PARTITION BY ${model})`;
    return this.database.run((queries) =>
      queries
        .selectDistinctOn([model], {
          model,
          state,
          cooldownFrom: cooldownFrom.mapWith(requestedAt),
          lastSuccessAt: lastSuccessAt.mapWith(updatedAt),
          today: sql<number>`
            (count(*) FILTER (WHERE ${countsToday} AND ${state} <> 'refused') OVER (PARTITION BY ${model}))::int`,
        })
        .from(retrains)
        .orderBy(model, desc(requestedAt), desc(retrains.id)),
    );
  }
}

/** The newest retraining and the newest dry run of a model, and the number of retrainings in 24 hours. */
async function historyOf(queries: Queries, model: string): Promise<RetrainHistory> {
  const now = await serverTime(queries);
  const { state, requestedAt, dagRunId, alertKey } = retrains;
  const today = sql<number>`(count(*) FILTER (WHERE ${countsToday}) OVER ())::int`;
  const rows = await queries
    .selectDistinctOn([isDryRun], { state, requestedAt, dagRunId, alertKey, today })
    .from(retrains)
    .where(and(eq(retrains.model, model), ne(state, 'refused')))
    .orderBy(isDryRun, desc(requestedAt), desc(retrains.id));
  return {
    now,
    last: rows.find((row) => row.state !== 'dry_run'),
    lastDryRun: rows.find((row) => row.state === 'dry_run'),
    today: rows[0]?.today ?? 0,
  };
}

/** Answers with the last retraining, and counts an alert that it answers. */
async function answerWithLast(
  queries: Queries,
  { outcome, reason }: PolicyDecision,
  last: PastRetrain | undefined,
): Promise<RetrainDecision> {
  if (last !== undefined && (outcome === 'duplicate' || outcome === 'in_flight')) {
    await queries
      .update(retrains)
      .set({ notifications: sql`${retrains.notifications} + 1` })
      .where(eq(retrains.dagRunId, last.dagRunId));
  }
  return { outcome, reason, dag_run_id: last?.dagRunId ?? null };
}

/**
 * Records a new retraining. One that Airflow refused, or a dry run, starts over when it has the same run id; any other
 * run of this id answers the request.
 */
async function record(
  queries: Queries,
  { outcome, reason }: PolicyDecision,
  { conf, ...retrain }: NewRetrain,
): Promise<RetrainDecision> {
  const now = sql`now()`;
  const dag_run_id = retrain.dagRunId;
  const { rowCount } = await queries
    .insert(retrains)
    .values({
      ...retrain,
      conf: { ...conf, model_version: retrain.version, retrain_id: retrain.id },
      notifications: 1,
      attempts: 0,
      requestedAt: sql`clock_timestamp()`,
      updatedAt: now,
      nextAttemptAt: now,
    })
    .onConflictDoUpdate({
      target: retrains.dagRunId,
      set: {
        state: excluded(retrains.state),
        conf: sql`${excluded(retrains.conf)} || jsonb_build_object('retrain_id', ${retrains.id})`,
        version: excluded(retrains.version),
        trigger: excluded(retrains.trigger),
        alertname: excluded(retrains.alertname),
        alertKey: excluded(retrains.alertKey),
        requestedBy: excluded(retrains.requestedBy),
        requestedAt: excluded(retrains.requestedAt),
        reason: null,
        attempts: 0,
        updatedAt: now,
        nextAttemptAt: now,
        notifications: sql`${retrains.notifications} + 1`,
      },
      setWhere: inArray(retrains.state, ['refused', 'dry_run']),
    });
  if (rowCount === 1) return { outcome, reason, dag_run_id };
  return { outcome: 'duplicate', reason: `${dag_run_id} was started before`, dag_run_id };
}

/** The entry of the audit trail, by its names in the API. */
function entryOf(stored: StoredRetrain): Retrain {
  return {
    id: stored.id,
    model: stored.model,
    version: stored.version,
    state: stored.state,
    trigger: stored.trigger,
    alertname: stored.alertname,
    requested_by: stored.requestedBy,
    requested_at: stored.requestedAt.toISOString(),
    updated_at: stored.updatedAt.toISOString(),
    dag_run_id: stored.dagRunId,
    conf: stored.conf,
    notifications: stored.notifications,
    attempts: stored.attempts,
    reason: stored.reason,
  };
}
