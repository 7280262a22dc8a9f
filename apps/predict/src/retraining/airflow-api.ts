import { z } from 'zod';
import { type AirflowAnswer, AirflowHttp } from './airflow-http.js';
import { BasicCredentials, TokenCredentials } from './airflow-token.js';
import { AirflowUnavailable } from './airflow.errors.js';
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

/** One DAG of an Airflow 3 (`/api/v2`, tokens) or an Airflow 2 (`/api/v1`, basic authentication). */
export class AirflowApi implements Airflow {
  private readonly dagPath: string;

  constructor(
    private readonly http: AirflowHttp,
    private readonly api: AirflowOptions['api'],
    dagId: string,
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
    const { status } = await this.http.ask('POST', `${this.dagPath}/dagRuns`, { body, expected: [409] });
    return status === 409 ? 'exists' : 'created';
  }

  async run(id: string): Promise<DagRun | undefined> {
    const path = `${this.dagPath}/dagRuns/${encodeURIComponent(id)}`;
    const { status, body } = await this.get(path, [404]);
    return status === 404 ? undefined : read(runSchema, body);
  }

  async activeRuns(): Promise<DagRun[]> {
    const query = `state=queued&state=running&limit=${MAX_RUNS}`;
    const { body } = await this.get(`${this.dagPath}/dagRuns?${query}`);
    return read(runsSchema, body).dag_runs;
  }

  async isPaused(): Promise<boolean> {
    const { body } = await this.get(this.dagPath);
    return read(dagSchema, body).is_paused === true;
  }

  /** An Airflow 2 with a role for everybody takes whoever has a wrong password for a stranger: 403 instead of 401. */
  private async get(path: string, expected: readonly number[] = []): Promise<AirflowAnswer> {
    const answer = await this.http.ask('GET', path, {
      expected: this.api === 'v1' ? [...expected, FORBIDDEN] : expected,
    });
    if (answer.status !== FORBIDDEN) return answer;
    throw new AirflowUnavailable(
      `Airflow answered GET ${path} with 403: the password is wrong, its user may not read the DAG, ` +
        `or Airflow's auth_backends are without basic_auth`,
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
