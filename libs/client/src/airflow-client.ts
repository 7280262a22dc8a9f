import { z } from 'zod';
import {
  bearer,
  type HttpAnswer,
  type HttpRequest,
  jsonRequest,
  type ServiceAddress,
  ServiceHttp,
} from './service-http.js';

const DAG = '/api/v2/dags/ml_pipeline_mixed_experiment_dvc';

const tasksSchema = z.object({
  task_instances: z.array(
    z.object({ task_id: z.string(), state: z.string().nullable(), start_date: z.string().nullish() }),
  ),
});

const runsSchema = z.object({
  dag_runs: z.array(
    z.object({ dag_run_id: z.string(), state: z.string(), conf: z.record(z.string(), z.unknown()) }),
  ),
});

/** A task of a DAG run; `state` is null until Airflow has scheduled it. */
export interface AirflowTask {
  readonly id: string;
  readonly state: string | null;
}

/** A run of the retraining DAG. */
export type AirflowRun = z.output<typeof runsSchema>['dag_runs'][number];

/** Talks to Airflow's REST API about the retraining DAG. Signs in at first use, and again when its token expires. */
export class AirflowClient {
  private readonly http: ServiceHttp;
  private token: string | undefined;

  constructor(
    address: ServiceAddress,
    private readonly user: { readonly username: string; readonly password: string },
  ) {
    this.http = new ServiceHttp('Airflow', address);
  }

  /** The tasks of a run in the order they started, the others last; none when Airflow does not know the run. */
  async tasks(runId: string): Promise<readonly AirflowTask[]> {
    const path = `${DAG}/dagRuns/${encodeURIComponent(runId)}/taskInstances?limit=100`;
    const answer = await this.send({ method: 'GET', path });
    if (answer.status !== 200) return [];
    const { task_instances: tasks } = this.http.parse(answer, tasksSchema, `GET ${path}`);
    return [...tasks]
      .sort((one, other) => (one.start_date ?? '9').localeCompare(other.start_date ?? '9'))
      .map(({ task_id: id, state }) => ({ id, state }));
  }

  /** All runs of the DAG. */
  async runs(): Promise<readonly AirflowRun[]> {
    return (await this.request({ method: 'GET', path: `${DAG}/dagRuns` }, runsSchema)).dag_runs;
  }

  async deleteRun(id: string): Promise<void> {
    await this.request({ method: 'DELETE', path: `${DAG}/dagRuns/${encodeURIComponent(id)}` }, z.unknown());
  }

  async setPaused(paused: boolean): Promise<void> {
    await this.request({ method: 'PATCH', path: DAG, ...jsonRequest({ is_paused: paused }) }, z.unknown());
  }

  /** A new access token. */
  async signIn(): Promise<string> {
    const answer = await this.http.send({ path: '/auth/token', ...jsonRequest(this.user) });
    const schema = z.object({ access_token: z.string() });
    return this.http.parse(answer, schema, `the sign-in of ${this.user.username}`).access_token;
  }

  /** Whether Airflow accepts this access token. */
  async accepts(token: string): Promise<boolean> {
    return (await this.http.send({ method: 'GET', path: DAG, headers: bearer(token) })).status !== 401;
  }

  private async request<Body>(request: HttpRequest, schema: z.ZodType<Body>): Promise<Body> {
    return this.http.parse(await this.send(request), schema, `${request.method ?? 'POST'} ${request.path}`);
  }

  private async send(request: HttpRequest): Promise<HttpAnswer> {
    const withToken = (token: string) =>
      this.http.send({ ...request, headers: { ...request.headers, ...bearer(token) } });
    this.token ??= await this.signIn();
    const answer = await withToken(this.token);
    if (answer.status !== 401) return answer;
    this.token = await this.signIn();
    return withToken(this.token);
  }
}
