import { type Airflow, AirflowConflict, AirflowRefused, AirflowUnavailable } from '../airflow/index.js';
import type { RetrainMetrics } from './retrain-metrics.js';
import type { OpenRetrain, RetrainUpdate } from './retrain.repository.js';

const FIRST_PAUSE_S = 1;
const MAX_PAUSE_S = 60;
/** The longest pause that Airflow can ask for. */
const MAX_ASKED_PAUSE_S = 120;

/** What a step needs of Airflow. */
export type Runs = Pick<Airflow, 'trigger' | 'run' | 'activeRuns' | 'isPaused'>;

/** What `advance` works with. */
export interface StepContext {
  readonly airflow: Runs;
  readonly metrics: Pick<RetrainMetrics, 'triggered'>;
  /** The model that a DAG run without a model retrains. */
  readonly defaultModel: string;
}

/**
 * Advances one retraining: starts its run, or reads the state of the run. Idempotent, also between replicas and after a
 * crash: the id of the run is fixed, and Airflow accepts each id once.
 */
export async function advance(retrain: OpenRetrain, context: StepContext): Promise<RetrainUpdate> {
  try {
    return retrain.state === 'accepted'
      ? await start(retrain, context)
      : await follow(retrain, context.airflow);
  } catch (error) {
    if (isAirflowError(error)) return failure(retrain, error, context.metrics);
    throw error;
  }
}

async function start(
  { dagRunId, model, conf }: OpenRetrain,
  { airflow, metrics, defaultModel }: StepContext,
): Promise<RetrainUpdate> {
  const active = await airflow.activeRuns();
  const other = active.find(
    ({ id, conf: otherConf }) => id !== dagRunId && (otherConf['model'] ?? defaultModel) === model,
  );
  if (other !== undefined) {
    metrics.triggered('superseded');
    return { state: 'superseded', reason: `the run ${other.id} already retrains ${model}`, attempted: true };
  }
  metrics.triggered(await airflow.trigger(dagRunId, conf));
  return { state: 'queued', reason: null, attempted: true };
}

async function follow({ dagRunId, state }: OpenRetrain, airflow: Runs): Promise<RetrainUpdate> {
  const run = await airflow.run(dagRunId);
  if (run === undefined) return { state: 'failed', reason: `Airflow no longer has the run ${dagRunId}` };
  if (run.state === 'failed') return { state: 'failed', reason: 'the DAG run failed; its log is in Airflow' };
  if (run.state === 'queued' && state === 'queued' && (await airflow.isPaused())) {
    return { state: 'queued', reason: 'the DAG is paused: the run waits until the DAG is unpaused' };
  }
  return { state: run.state, reason: null };
}

type AirflowError = AirflowUnavailable | AirflowConflict | AirflowRefused;

function isAirflowError(error: unknown): error is AirflowError {
  return [AirflowUnavailable, AirflowConflict, AirflowRefused].some((kind) => error instanceof kind);
}

function failure(
  { state, attempts }: OpenRetrain,
  error: AirflowError,
  metrics: Pick<RetrainMetrics, 'triggered'>,
): RetrainUpdate {
  const refused = error instanceof AirflowRefused;
  const starting = state === 'accepted';
  if (starting) metrics.triggered(refused ? 'refused' : 'unavailable');
  if (refused && starting) return { state: 'refused', reason: error.message, attempted: true };
  const unavailable = error instanceof AirflowUnavailable;
  const pauseS = pauseAfter(attempts, unavailable ? error.retryAfterS : 0);
  return { state, reason: error.message, pauseS, unavailable, attempted: true };
}

/** Doubles with every attempt; up to a quarter of jitter keeps replicas from trying at the same moment. */
function pauseAfter(attempts: number, retryAfterS = 0): number {
  const pauseS = Math.min(MAX_PAUSE_S, FIRST_PAUSE_S * 2 ** Math.min(attempts, 10));
  return Math.max(pauseS * (1 + Math.random() / 4), Math.min(retryAfterS, MAX_ASKED_PAUSE_S));
}
