import { storableText } from '@plumbline/errors';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../../database/index.js';
import type { LastRetrain, RetrainHistory } from './retrain-policy.js';
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

/** One number for every lock this service takes on retraining; the model's hash is the second. */
const LOCK = 1_919_251_314;

/** The newest of each kind, and how many there were today. */
const HISTORY = `
  SELECT DISTINCT ON (state = 'dry_run')
    state, requested_at AS "requestedAt", dag_run_id AS "dagRunId", alert_key AS "alertKey",
    (SELECT count(*)::int FROM predict.retrains
      WHERE model = $1 AND state NOT IN ('refused', 'dry_run', 'rejected')
      AND requested_at > now() - interval '24 hours') AS today
  FROM predict.retrains WHERE model = $1 AND state <> 'refused'
  ORDER BY state = 'dry_run', requested_at DESC, id DESC`;

/** Not `now()`: the decision may have waited for its turn in the transaction. */
const CLOCK = 'SELECT clock_timestamp() AS now';

const INSERT = `
  INSERT INTO predict.retrains
    (id, model, version, state, trigger, alertname, alert_key, requested_by, dag_run_id, conf,
     notifications, attempts, requested_at, updated_at, next_attempt_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, 0, clock_timestamp(), now(), now())
  ON CONFLICT (dag_run_id) DO UPDATE
  SET state = excluded.state, conf = excluded.conf || jsonb_build_object('retrain_id', retrains.id),
    version = excluded.version, trigger = excluded.trigger, alertname = excluded.alertname,
    alert_key = excluded.alert_key, requested_by = excluded.requested_by, reason = NULL, attempts = 0,
    requested_at = excluded.requested_at, updated_at = now(), next_attempt_at = now(),
    notifications = retrains.notifications + 1
  WHERE retrains.state IN ('refused', 'dry_run')`;

const REPEATED = `
  UPDATE predict.retrains SET notifications = notifications + 1 WHERE dag_run_id = $1`;

const COLUMNS = `
  id, model, version, state, trigger, alertname, requested_by, requested_at, updated_at, dag_run_id, conf,
  notifications, attempts, reason`;

const LIST = `
  SELECT ${COLUMNS} FROM predict.retrains WHERE $1::text IS NULL OR model = $1
  ORDER BY requested_at DESC, id DESC LIMIT $2`;

const JUDGE = `
  UPDATE predict.retrains SET state = $2, reason = $3, updated_at = now(), next_attempt_at = now()
  WHERE id = $1 AND state = 'awaiting_approval' RETURNING ${COLUMNS}`;

const OPEN = `
  SELECT id, model, state, dag_run_id AS "dagRunId", conf, attempts FROM predict.retrains
  WHERE state = ANY ($1) AND next_attempt_at <= now() ORDER BY requested_at`;

const CHANGE = `
  UPDATE predict.retrains
  SET state = $2, reason = $3, attempts = attempts + $4, updated_at = now(),
    next_attempt_at = now() + make_interval(secs => $5)
  WHERE id = $1`;

const REST = `
  UPDATE predict.retrains SET next_attempt_at = greatest(next_attempt_at, now() + make_interval(secs => $1))
  WHERE state IN ('accepted', 'queued', 'running')`;

const STATUS = `
  SELECT DISTINCT ON (model) model, state,
    (SELECT max(requested_at) FROM predict.retrains AS counted
      WHERE counted.model = retrains.model AND counted.state NOT IN ('refused', 'dry_run')) AS "pausedFrom",
    (SELECT max(updated_at) FROM predict.retrains AS done WHERE done.model = retrains.model AND done.state = 'success')
      AS "lastSuccessAt"
  FROM predict.retrains ORDER BY model, requested_at DESC, id DESC`;

/** Retrainings in PostgreSQL: what is recorded here is started in the end, once, whatever breaks on the way. */
export class RetrainRepository {
  private readonly turns = new Turns();

  constructor(private readonly pool: Pool) {}

  /**
   * Decides about one model and records what was decided; no other replica decides about it meanwhile. Those that wait
   * for their turn in this replica keep no connection from the rest of the service.
   */
  decide<Result>(
    model: string,
    work: (history: RetrainHistory, decided: RetrainDecision) => Promise<Result>,
  ): Promise<Result> {
    const decideNow = async (client: PoolClient) => {
      await client.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [LOCK, model]);
      const now = await clock(client);
      const { rows } = await client.query<LastRetrain & { readonly today: number }>(HISTORY, [model]);
      const last = rows.find(({ state }) => state !== 'dry_run');
      const lastDryRun = rows.find(({ state }) => state === 'dry_run');
      return work({ now, last, lastDryRun, today: rows[0]?.today ?? 0 }, new RetrainDecision(client));
    };
    return this.turns.take(model, () => inTransaction(this.pool, decideNow));
  }

  /** The audit trail, newest first. */
  async list(model: string | undefined, limit: number): Promise<Retrain[]> {
    const { rows } = await this.pool.query<StoredRetrain>(LIST, [model ?? null, limit]);
    return rows.map(retrainOf);
  }

  /** The retraining, approved or rejected now; undefined when it did not await approval. */
  async judge(
    id: string,
    state: 'accepted' | 'rejected',
    reason: string | null,
  ): Promise<Retrain | undefined> {
    const { rows } = await this.pool.query<StoredRetrain>(JUDGE, [id, state, reason]);
    return rows[0] && retrainOf(rows[0]);
  }

  /** The state of a retraining; undefined when there is none of this id. */
  async stateOf(id: string): Promise<RetrainState | undefined> {
    const { rows } = await this.pool.query<{ state: RetrainState }>(
      'SELECT state FROM predict.retrains WHERE id = $1',
      [id],
    );
    return rows[0]?.state;
  }

  /** Runs the work, which may take minutes, unless another replica is at it; false when one is. */
  async alone(work: () => Promise<void>): Promise<boolean> {
    return inTransaction(this.pool, async (client) => {
      // The transaction is idle while Airflow is asked: the pool's limit would end it when Airflow hangs.
      await client.query(`SET LOCAL idle_in_transaction_session_timeout = '5min'`);
      const { rows } = await client.query<{ free: boolean }>(
        'SELECT pg_try_advisory_xact_lock($1, 0) AS free',
        [LOCK],
      );
      if (rows[0]?.free !== true) return false;
      await work();
      return true;
    });
  }

  /** Retrainings that are due to be asked about, and to be started if `starting`. */
  async open(starting: boolean): Promise<OpenRetrain[]> {
    const states = [...(starting ? ['accepted'] : []), 'queued', 'running'];
    return (await this.pool.query<OpenRetrain>(OPEN, [states])).rows;
  }

  /** Keeps what an attempt led to. */
  async change(id: string, { state, reason, pauseS = 0, attempted = false }: RetrainChange): Promise<void> {
    // Airflow's words may be in the reason.
    const storable = reason && storableText(reason);
    await this.pool.query(CHANGE, [id, state, storable, Number(attempted), pauseS]);
  }

  /** Leaves Airflow in peace for so many seconds, whatever retraining is due; a new one may try before. */
  async rest(seconds: number): Promise<void> {
    await this.pool.query(REST, [seconds]);
  }

  /** The time by the clock of the database. */
  now(): Promise<Date> {
    return clock(this.pool);
  }

  /** The last retraining of every model. */
  async status(): Promise<RetrainStatus[]> {
    return (await this.pool.query<RetrainStatus>(STATUS)).rows;
  }
}

/** Records within the transaction of a decision. */
export class RetrainDecision {
  constructor(private readonly client: PoolClient) {}

  /**
   * A retraining that Airflow refused before, or that was a dry run, is begun anew when it has the same run id. False
   * when that run was begun already; then nothing is recorded.
   */
  async record(retrain: NewRetrain): Promise<boolean> {
    const { id, model, version, state, trigger, alertname, alertKey, requestedBy, dagRunId, conf } = retrain;
    const { rowCount } = await this.client.query(INSERT, [
      id,
      model,
      version,
      state,
      trigger,
      alertname,
      alertKey,
      requestedBy,
      dagRunId,
      conf,
    ]);
    return rowCount === 1;
  }

  /** One more alert that an earlier retraining answers. */
  async repeated(dagRunId: string): Promise<void> {
    await this.client.query(REPEATED, [dagRunId]);
  }
}

async function clock(client: Pick<Pool, 'query'>): Promise<Date> {
  return (await client.query<{ now: Date }>(CLOCK)).rows[0]!.now;
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
