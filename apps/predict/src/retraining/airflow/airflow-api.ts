import type { Clock } from '@plumbline/tasks';
import { z } from 'zod';
import { type AirflowAnswer, AirflowHttp } from './airflow-http.js';
import { BasicCredentials, TokenCredentials } from './airflow-token.js';
import { AirflowConflict, AirflowUnavailable } from './airflow.errors.js';
import type { Airflow, AirflowObserver, AirflowOptions, DagRun, DagTask } from './airflow.js';

const runSchema = z
  .object({
    dag_run_id: z.string(),
    state: z.string(),
    conf: z.record(z.string(), z.unknown()).nullish(),
  })
  .transform(({ dag_run_id: id, state, conf }): DagRun => ({ id, state: stateOf(state), conf: conf ?? {} }));

const runsSchema = z.object({ dag_runs: z.array(runSchema) });
const moment = z
  .string()
  .nullish()
  .transform((at) => at ?? null);

const taskSchema = z
  .object({
    task_id: z.string(),
    map_index: z.int().nullish(),
    state: z.string().nullable(),
    start_date: moment,
    end_date: moment,
  })
  .transform(
    ({ task_id: id, map_index: index, state, start_date: startedAt, end_date: endedAt }): DagTask => ({
      id,
      index: index === undefined || index === -1 ? null : index,
      state,
      startedAt,
      endedAt,
    }),
  );

const tasksSchema = z.object({ task_instances: z.array(taskSchema) });
const resultSchema = z.object({ value: z.unknown() });
const dagSchema = z.object({ is_paused: z.boolean().nullable() });

/** More runs than a DAG with `max_active_runs` has active, and more than it has tasks. */
const MAX_ROWS = 100;

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

  /** Signs in with the first request. */
  static connect(options: AirflowOptions, observer: AirflowObserver, clock: Clock): AirflowApi {
    const credentials =
      options.api === 'v2' ? new TokenCredentials(options, observer) : new BasicCredentials(options);
    const http = new AirflowHttp(options.url, credentials, options.timeoutMs, observer, clock);
    return new AirflowApi(http, options.api, options.dagId);
  }

  async trigger(id: string, conf: Readonly<Record<string, unknown>>): Promise<'created' | 'exists'> {
    // Airflow 3 requires the key, and accepts any number of runs with null. Airflow 2 rejects null.
    const body = { dag_run_id: id, conf, ...(this.api === 'v2' && { logical_date: null }) };
    const expected = [NOT_FOUND, CONFLICT];
    const answer = await this.http.request('POST', `${this.dagPath}/dagRuns`, { body, expected });
    const { status, summary } = this.requireDag(answer);
    if (status !== CONFLICT) return 'created';
    // Airflow also reports a conflict about other parts of the run, such as its logical date.
    if ((await this.run(id)) !== undefined) return 'exists';
    throw new AirflowConflict(`${summary} (Airflow has no run ${id})`);
  }

  async run(id: string): Promise<DagRun | undefined> {
    const { status, body } = await this.get(this.runPath(id));
    return status === NOT_FOUND ? undefined : read(runSchema, body);
  }

  async activeRuns(): Promise<DagRun[]> {
    const query = `state=queued&state=running&limit=${MAX_ROWS}`;
    const { body } = this.requireDag(await this.get(`${this.dagPath}/dagRuns?${query}`));
    return read(runsSchema, body).dag_runs;
  }

  async isPaused(): Promise<boolean> {
    const { body } = this.requireDag(await this.get(this.dagPath));
    return read(dagSchema, body).is_paused === true;
  }

  async tasks(id: string): Promise<DagTask[] | undefined> {
    const path = `${this.runPath(id)}/taskInstances?limit=${MAX_ROWS}`;
    const { status, body } = await this.get(path);
    if (status === NOT_FOUND) return undefined;
    const order = ({ startedAt }: DagTask) => (startedAt === null ? Infinity : Date.parse(startedAt));
    // Tasks that have not started have no order: Airflow's answer keeps theirs.
    return read(tasksSchema, body).task_instances.sort((one, other) =>
      order(one) === order(other) ? 0 : order(one) - order(other),
    );
  }

  async resultOf(id: string, task: string): Promise<unknown> {
    const path = `${this.runPath(id)}/taskInstances/${encodeURIComponent(task)}/xcomEntries/return_value`;
    const { status, body } = await this.get(path);
    return status === NOT_FOUND ? undefined : parsed(read(resultSchema, body).value);
  }

  private runPath(id: string): string {
    return `${this.dagPath}/dagRuns/${encodeURIComponent(id)}`;
  }

  /**
   * The answer, 404 included. An Airflow 2 with a public role answers a wrong password with 403 instead of 401.
   */
  private async get(path: string): Promise<AirflowAnswer> {
    const expected = this.api === 'v1' ? [NOT_FOUND, FORBIDDEN] : [NOT_FOUND];
    const answer = await this.http.request('GET', path, { expected });
    if (answer.status !== FORBIDDEN) return answer;
    throw new AirflowUnavailable(
      `Airflow answered GET ${path} with 403: the password is wrong, its user may not read the DAG, ` +
        `or Airflow's auth_backends lack basic_auth`,
    );
  }

  /** A DAG is unknown until Airflow has parsed its file. @throws {AirflowUnavailable} on a 404 */
  private requireDag(answer: AirflowAnswer): AirflowAnswer {
    if (answer.status !== NOT_FOUND) return answer;
    throw new AirflowUnavailable(
      `Airflow has no DAG ${this.dagId}: wait until it has parsed the DAG's file, check it for import errors, ` +
        `and check RETRAIN_DAG_ID and AIRFLOW_API. ${answer.summary}`,
    );
  }
}

/** Airflow 3 has more states, such as `restarting`, that lead to one of these. */
function stateOf(state: string): DagRun['state'] {
  return state === 'queued' || state === 'success' || state === 'failed' ? state : 'running';
}

/** Some releases answer with the JSON that they store, as a text. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new AirflowUnavailable(`Unexpected answer of Airflow: ${z.prettifyError(result.error)}`);
}
