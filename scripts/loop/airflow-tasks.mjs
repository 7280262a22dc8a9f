const DAG = 'ml_pipeline_mixed_experiment_dvc';

/** Asks Airflow how the tasks of a run are doing. */
export class AirflowTasks {
  /** @param {string} url of Airflow @param {string} password of its admin */
  constructor(url, password) {
    this.url = url;
    this.password = password;
    this.token = undefined;
  }

  /**
   * The tasks of a run in the order they began, those that did not begin last; none when Airflow does not know the run.
   * @param {string} runId
   * @returns {Promise<{ id: string, state: string | null }[]>}
   */
  async of(runId) {
    const path = `/api/v2/dags/${DAG}/dagRuns/${encodeURIComponent(runId)}/taskInstances?limit=100`;
    let response = await this.get(path);
    if (response.status === 401) {
      this.token = undefined;
      response = await this.get(path);
    }
    if (!response.ok) return [];
    const { task_instances: tasks } = await response.json();
    return tasks
      .toSorted((one, other) => (one.start_date ?? '9').localeCompare(other.start_date ?? '9'))
      .map(({ task_id: id, state }) => ({ id, state }));
  }

  /** @private */
  async get(path) {
    this.token ??= await this.signIn();
    return fetch(this.url + path, { headers: { Authorization: `Bearer ${this.token}` } });
  }

  /** @private */
  async signIn() {
    const response = await fetch(`${this.url}/auth/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password: this.password }),
    });
    if (!response.ok) throw new Error(`Airflow does not let admin sign in: ${response.status}`);
    return (await response.json()).access_token;
  }
}
