import { z } from 'zod';
import { type AirflowAnswer, AirflowHttp } from './airflow-http.js';
import { BasicCredentials, TokenCredentials } from './airflow-token.js';
import { AirflowConflict, AirflowUnavailable } from './airflow.errors.js';
import type { Airflow, AirflowObserver, AirflowOptions, DagRun } from './airflow.js';

const runSchema = z
  .object({
    dag_run_id: z.string(),
    state: z.string(),
    conf: z.record(z.string(), z.unknown()).nullish(),
  })
  .transform(({ dag_run_id: id, state, conf }): DagRun => ({ id, state: stateOf(state), conf: conf ?? {} }));

const runsSchema = z.object({ dag_runs: z.array(runSchema) });
const dagSchema = z.object({ is_paused: z.boolean().nullable() });

/** More runs than any DAG with `max_active_runs` has under way. */
const MAX_RUNS = 100;

const FORBIDDEN = 403;
const NOT_FOUND = 404;
const CONFLICT = 409;

/** One DAG of an Airflow 3 (`/api/v2`, tokens) or an Airflow 2 (`/api/v1`, basic authentication). */
export class AirflowApi implements Airflow {
  private readonly dagPath: string;

  constructor(
    private readonly http: AirflowHttp,
    private readonly api: AirflowOptions['api'],
    private readonly dagId: string,
  ) {
    this.dagPath = `/api/${api}/dags/${encodeURIComponent(dagId)}`;
  }

  /** Signs in when it is first asked. */
  static connect(options: AirflowOptions, observer: AirflowObserver): AirflowApi {
    const credentials =
      options.api === 'v2' ? new TokenCredentials(options, observer) : new BasicCredentials(options);
    const http = new AirflowHttp(options.url, credentials, options.timeoutMs, observer);
    return new AirflowApi(http, options.api, options.dagId);
  }

  async trigger(id: string, conf: Readonly<Record<string, unknown>>): Promise<'created' | 'exists'> {
    // Airflow 3 demands the key: null is a run that belongs to no time, of which there may be many. Airflow 2 forbids null.
    const body = { dag_run_id: id, conf, ...(this.api === 'v2' && { logical_date: null }) };
    const expected = [NOT_FOUND, CONFLICT];
    const answer = await this.http.ask('POST', `${this.dagPath}/dagRuns`, { body, expected });
    const { status, summary } = this.requireDag(answer);
    if (status !== CONFLICT) return 'created';
    // Airflow also answers so when something else of the run is taken, such as its logical date.
    if ((await this.run(id)) !== undefined) return 'exists';
    throw new AirflowConflict(`${summary} (Airflow has no run ${id})`);
  }

  async run(id: string): Promise<DagRun | undefined> {
    const path = `${this.dagPath}/dagRuns/${encodeURIComponent(id)}`;
    const { status, body } = await this.get(path);
    return status === NOT_FOUND ? undefined : read(runSchema, body);
  }

  async activeRuns(): Promise<DagRun[]> {
    const query = `state=queued&state=running&limit=${MAX_RUNS}`;
    const { body } = this.requireDag(await this.get(`${this.dagPath}/dagRuns?${query}`));
    return read(runsSchema, body).dag_runs;
  }

  async isPaused(): Promise<boolean> {
    const { body } = this.requireDag(await this.get(this.dagPath));
    return read(dagSchema, body).is_paused === true;
  }

  /**
   * The answer, 404 included. An Airflow 2 with a role for everybody takes whoever has a wrong password for a stranger:
   * 403 instead of 401.
   */
  private async get(path: string): Promise<AirflowAnswer> {
    const expected = this.api === 'v1' ? [NOT_FOUND, FORBIDDEN] : [NOT_FOUND];
    const answer = await this.http.ask('GET', path, { expected });
    if (answer.status !== FORBIDDEN) return answer;
    throw new AirflowUnavailable(
      `Airflow answered GET ${path} with 403: the password is wrong, its user may not read the DAG, ` +
        `or Airflow's auth_backends are without basic_auth`,
    );
  }

  /** Airflow does not know a DAG until it has parsed its file. @throws {AirflowUnavailable} on a 404 */
  private requireDag(answer: AirflowAnswer): AirflowAnswer {
    if (answer.status !== NOT_FOUND) return answer;
    throw new AirflowUnavailable(
      `Airflow has no DAG ${this.dagId}: wait until it has parsed the DAG's file, look for import errors in ` +
        `Airflow, and check RETRAIN_DAG_ID and AIRFLOW_API. ${answer.summary}`,
    );
  }
}

/** Airflow 3 also knows `restarting` and the like, on the way to one of these. */
function stateOf(state: string): DagRun['state'] {
  return state === 'queued' || state === 'success' || state === 'failed' ? state : 'running';
}

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new AirflowUnavailable(`Airflow's answer is not understood: ${z.prettifyError(result.error)}`);
}
