import { Injectable } from '@nestjs/common';
import { storableText } from '@plumbline/errors';
import { excluded, type Queries, serverTime } from '@plumbline/postgres';
import { and, desc, eq, inArray, lte, ne, sql } from 'drizzle-orm';
import { advisoryLocks, PredictDatabase, tables } from '../../database/index.js';
import type { RetrainHistory } from './retrain-policy.js';
import type { Retrain, RetrainState } from './retrain.schema.js';
import { Turns } from './turns.js';

/** A retraining to record. */
export interface NewRetrain {
  readonly id: string;
  readonly model: string;
  readonly version: number | null;
  readonly state: RetrainState;
  readonly trigger: Retrain['trigger'];
  readonly alertname: string | null;
  readonly alertKey: string | null;
  readonly requestedBy: string;
  readonly dagRunId: string;
  readonly conf: Readonly<Record<string, unknown>>;
}

/** A retraining that Airflow has to be asked about. */
export interface OpenRetrain {
  readonly id: string;
  readonly model: string;
  readonly state: RetrainState;
  readonly dagRunId: string;
  readonly conf: Readonly<Record<string, unknown>>;
  readonly attempts: number;
}

/** Where the last retraining of a model stands. */
export interface RetrainStatus {
  readonly model: string;
  readonly state: RetrainState;
  /** When the last one was asked for that counts for the pause; null when none did. */
  readonly pausedFrom: Date | null;
  readonly lastSuccessAt: Date | null;
}

/** What an attempt at Airflow led to. */
export interface RetrainChange {
  readonly state: RetrainState;
  readonly reason: string | null;
  /** Airflow cannot be asked about any retraining now. */
  readonly unavailable?: boolean;
  /** Seconds until the next attempt; 0 when none is waited for. */
  readonly pauseS?: number;
  readonly attempted?: boolean;
}

const { retrains } = tables;

const isDryRun = sql`${retrains.state} = 'dry_run'`;

/** An entry of the audit trail, by its names in the API. */
const retrainColumns = {
  id: retrains.id,
  model: retrains.model,
  version: retrains.version,
  state: retrains.state,
  trigger: retrains.trigger,
  alertname: retrains.alertname,
  requested_by: retrains.requestedBy,
  requested_at: retrains.requestedAt,
  updated_at: retrains.updatedAt,
  dag_run_id: retrains.dagRunId,
  conf: retrains.conf,
  notifications: retrains.notifications,
  attempts: retrains.attempts,
  reason: retrains.reason,
};

/** Retrainings in PostgreSQL: what is recorded here is started in the end, once, whatever breaks on the way. */
@Injectable()
export class RetrainRepository {
  private readonly turns = new Turns();

  constructor(private readonly database: PredictDatabase) {}

  /**
   * Decides about one model and records what was decided; no other replica decides about it meanwhile. Those that wait
   * for their turn in this replica keep no connection from the rest of the service.
   */
  decide<Result>(
    model: string,
    work: (history: RetrainHistory, decided: RetrainDecision) => Promise<Result>,
  ): Promise<Result> {
    const decideNow = async (queries: Queries) => {
      await queries.execute(sql`SELECT pg_advisory_xact_lock(${advisoryLocks.retrainDecision(model)})`);
      return work(await historyOf(queries, model), new RetrainDecision(queries));
    };
    return this.turns.take(model, () => this.database.transaction(decideNow));
  }

  /** The audit trail, newest first. */
  async list(model: string | undefined, limit: number): Promise<Retrain[]> {
    const rows = await this.database.run((queries) =>
      queries
        .select(retrainColumns)
        .from(retrains)
        .where(model === undefined ? undefined : eq(retrains.model, model))
        .orderBy(desc(retrains.requestedAt), desc(retrains.id))
        .limit(limit),
    );
    return rows.map(retrainOf);
  }

  /** The retraining, approved or rejected now; undefined when it did not await approval. */
  async judge(
    id: string,
    state: 'accepted' | 'rejected',
    reason: string | null,
  ): Promise<Retrain | undefined> {
    const [row] = await this.database.run((queries) =>
      queries
        .update(retrains)
        .set({ state, reason, updatedAt: sql`now()`, nextAttemptAt: sql`now()` })
        .where(and(eq(retrains.id, id), eq(retrains.state, 'awaiting_approval')))
        .returning(retrainColumns),
    );
    return row && retrainOf(row);
  }

  /** The state of a retraining; undefined when there is none of this id. */
  async stateOf(id: string): Promise<RetrainState | undefined> {
    const [row] = await this.database.run((queries) =>
      queries.select({ state: retrains.state }).from(retrains).where(eq(retrains.id, id)),
    );
    return row?.state;
  }

  /** Runs the work, which may take minutes, unless another replica is at it; false when one is. */
  alone(work: () => Promise<void>): Promise<boolean> {
    const workAlone = async (queries: Queries) => {
      const { rows } = await queries.execute<{ free: boolean }>(
        sql`SELECT pg_try_advisory_xact_lock(${advisoryLocks.retrainRuns}) AS free`,
      );
      if (rows[0]?.free !== true) return false;
      await work();
      return true;
    };
    // The transaction is idle while Airflow is asked: the pool's limit would end it when Airflow hangs.
    return this.database.transaction(workAlone, { idleTimeoutMs: 300_000 });
  }

  /** Retrainings that are due to be asked about, and to be started if `starting`. */
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

  /** Keeps what an attempt led to. */
  async change(id: string, { state, reason, pauseS = 0, attempted = false }: RetrainChange): Promise<void> {
    const changes = {
      state,
      // Airflow's words may be in the reason.
      reason: reason && storableText(reason),
      attempts: sql`${retrains.attempts} + ${Number(attempted)}`,
      updatedAt: sql`now()`,
      nextAttemptAt: sql`now() + make_interval(secs => ${pauseS})`,
    };
    await this.database.run((queries) => queries.update(retrains).set(changes).where(eq(retrains.id, id)));
  }

  /** Leaves Airflow in peace for so many seconds, whatever retraining is due; a new one may try before. */
  async rest(seconds: number): Promise<void> {
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
    const pausedFrom = sql<Date | null>`
      max(${requestedAt}) FILTER (WHERE ${state} NOT IN ('refused', 'dry_run')) OVER (PARTITION BY ${model})`;
    const lastSuccessAt = sql<Date | null>`
      max(${updatedAt}) FILTER (WHERE ${state} = 'success') OVER (PARTITION BY ${model})`;
    return this.database.run((queries) =>
      queries
        .selectDistinctOn([model], {
          model,
          state,
          pausedFrom: pausedFrom.mapWith(requestedAt),
          lastSuccessAt: lastSuccessAt.mapWith(updatedAt),
        })
        .from(retrains)
        .orderBy(model, desc(requestedAt), desc(retrains.id)),
    );
  }
}

/** The newest retraining of each kind, and how many there were today. */
async function historyOf(queries: Queries, model: string): Promise<RetrainHistory> {
  const now = await serverTime(queries);
  const { state, requestedAt, dagRunId, alertKey } = retrains;
  const today = sql<number>`
    (count(*) FILTER (
      WHERE ${state} NOT IN ('dry_run', 'rejected') AND ${requestedAt} > now() - interval '24 hours'
    ) OVER ())::int`;
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

/** Records within the transaction of a decision. */
export class RetrainDecision {
  constructor(private readonly queries: Queries) {}

  /**
   * A retraining that Airflow refused before, or that was a dry run, is begun anew when it has the same run id. False
   * when that run was begun already; then nothing is recorded.
   */
  async record(retrain: NewRetrain): Promise<boolean> {
    const requestedAt = sql`clock_timestamp()`;
    const now = sql`now()`;
    const { rowCount } = await this.queries
      .insert(retrains)
      .values({
        ...retrain,
        notifications: 1,
        attempts: 0,
        requestedAt,
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
    return rowCount === 1;
  }

  /** One more alert that an earlier retraining answers. */
  async repeated(dagRunId: string): Promise<void> {
    await this.queries
      .update(retrains)
      .set({ notifications: sql`${retrains.notifications} + 1` })
      .where(eq(retrains.dagRunId, dagRunId));
  }
}

type StoredRetrain = Omit<Retrain, 'requested_at' | 'updated_at'> & {
  readonly requested_at: Date;
  readonly updated_at: Date;
};

function retrainOf(stored: StoredRetrain): Retrain {
  return {
    ...stored,
    requested_at: stored.requested_at.toISOString(),
    updated_at: stored.updated_at.toISOString(),
  };
}
