import { type Airflow, AirflowConflict, AirflowRefused, AirflowUnavailable } from '../airflow/index.js';
import type { RetrainMetrics } from './retrain-metrics.js';
import type { OpenRetrain, RetrainChange } from './retrain.repository.js';

const FIRST_PAUSE_S = 1;
const MAX_PAUSE_S = 60;
/** What Airflow asks for is heeded up to here. */
const MAX_ASKED_PAUSE_S = 120;

/** What a step needs. */
export interface StepContext {
  readonly airflow: Airflow;
  readonly metrics: Pick<RetrainMetrics, 'triggered'>;
  /** What a run of the DAG retrains that names no model. */
  readonly defaultModel: string;
}

/**
 * Takes one retraining a step further: starts the run, or asks how it is doing. Done twice, also by two replicas or after
 * a crash half-way, it leads to the same, for the run's id is fixed and Airflow accepts each id once.
 */
export async function takeStep(retrain: OpenRetrain, context: StepContext): Promise<RetrainChange> {
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
): Promise<RetrainChange> {
  const active = await airflow.activeRuns();
  const other = active.find(
    ({ id, conf: theirs }) => id !== dagRunId && (theirs['model'] ?? defaultModel) === model,
  );
  if (other !== undefined) {
    metrics.triggered('superseded');
    return { state: 'superseded', reason: `the run ${other.id} retrains ${model} already`, attempted: true };
  }
  metrics.triggered(await airflow.trigger(dagRunId, conf));
  return { state: 'queued', reason: null, attempted: true };
}

async function follow({ dagRunId, state }: OpenRetrain, airflow: Airflow): Promise<RetrainChange> {
  const run = await airflow.run(dagRunId);
  if (run === undefined)
    return { state: 'failed', reason: `Airflow does not know the run ${dagRunId} any more` };
  if (run.state === 'failed')
    return { state: 'failed', reason: 'the run of the DAG failed; its log is in Airflow' };
  if (run.state === 'queued' && state === 'queued' && (await airflow.isPaused())) {
    return { state: 'queued', reason: 'the DAG is paused: the run waits until somebody unpauses it' };
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
): RetrainChange {
  const refused = error instanceof AirflowRefused;
  const starting = state === 'accepted';
  if (starting) metrics.triggered(refused ? 'refused' : 'unavailable');
  if (refused && starting) return { state: 'refused', reason: error.message, attempted: true };
  const unavailable = error instanceof AirflowUnavailable;
  const pauseS = pauseAfter(attempts, unavailable ? error.retryAfterS : 0);
  return { state, reason: error.message, pauseS, unavailable, attempted: true };
}

/** Doubles with every attempt, with up to a quarter more so that many services do not come back at once. */
function pauseAfter(attempts: number, retryAfterS = 0): number {
  const pauseS = Math.min(MAX_PAUSE_S, FIRST_PAUSE_S * 2 ** Math.min(attempts, 10));
  return Math.max(pauseS * (1 + Math.random() / 4), Math.min(retryAfterS, MAX_ASKED_PAUSE_S));
}
