import { rmSync, writeFileSync } from 'node:fs';
import { until } from '../until.js';

/** A run of the DAG as Airflow tells it. */
export interface AirflowRun {
  readonly dag_run_id: string;
  readonly state: string;
  readonly conf: Readonly<Record<string, unknown>>;
}

const DAG = '/api/v2/dags/ml_pipeline_mixed_experiment_dvc';
/** Airflow as its admin sees it. */
export class AirflowUnderTest {
  constructor(
    private readonly url: string,
    private readonly password: string,
    private readonly endFile: string,
  ) {}

  /** How the run that is under way, or the next one, is to end. */
  endRuns(how: 'success' | 'failed'): void {
    writeFileSync(this.endFile, how);
  }

  /** All runs of the DAG. */
  async runs(): Promise<readonly AirflowRun[]> {
    const { dag_runs: runs } = (await this.ask('GET', `${DAG}/dagRuns`)) as { dag_runs: AirflowRun[] };
    return runs;
  }

  /** Ends and removes all runs, so that a test begins with none; the next run waits for the test's word. */
  async clear(): Promise<void> {
    this.endRuns('success');
    await this.setPaused(false);
    const runs = await until(async () => {
      const all = await this.runs();
      return all.every(({ state }) => state === 'success' || state === 'failed') ? all : undefined;
    }, 'the end of all runs');
    for (const { dag_run_id: id } of runs)
      await this.ask('DELETE', `${DAG}/dagRuns/${encodeURIComponent(id)}`);
    rmSync(this.endFile);
  }

  async setPaused(paused: boolean): Promise<void> {
    await this.ask('PATCH', DAG, { is_paused: paused });
  }

  /** A token of the user that predict starts runs as, and whether Airflow still takes it. */
  async freshToken(user: string, password: string): Promise<{ holds: () => Promise<boolean> }> {
    const token = await this.signIn(user, password);
    return { holds: async () => (await this.send('GET', DAG, token)).status !== 401 };
  }

  private async ask(method: string, path: string, body?: object): Promise<unknown> {
    const response = await this.send(method, path, await this.signIn('admin', this.password), body);
    const text = await response.text();
    if (!response.ok) throw new Error(`Airflow answered ${method} ${path} with ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  private send(method: string, path: string, token: string, body?: object): Promise<Response> {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    return fetch(this.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  }

  private async signIn(username: string, password: string): Promise<string> {
    const response = await fetch(`${this.url}/auth/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
    return ((await response.json()) as { access_token: string }).access_token;
  }
}
