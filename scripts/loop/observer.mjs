import { AirflowTasks } from './airflow-tasks.mjs';

const CHAMPION = 'model_info{champion="true"}';

/** What can be seen of the loop from outside. */
export class Observer {
  /**
   * @param {Record<string, string>} urls
   * @param {() => Promise<string>} token with the scopes of the client
   * @param {string} airflowPassword of Airflow's admin
   */
  constructor(urls, token, airflowPassword) {
    this.urls = urls;
    this.token = token;
    this.tasks = new AirflowTasks(urls.airflow, airflowPassword);
  }

  /**
   * The state of things; what is not known is undefined.
   * @param {string} model
   * @returns {Promise<{ f1?: number, before?: number, labelled?: number, minimum?: number, drift?: number, alert?: string,
   *   champion?: number, versions: number[], retrain?: { state: string, dag_run_id: string, reason: string | null },
   *   retrains: number, tasks: { id: string, state: string | null }[] }>}
   */
  async look(model) {
    const [f1, before, labelled, minimum, drift, alerts, described, trail] = await Promise.all([
      this.value(`model:prediction_f1_score:champion{model="${model}"}`),
      this.value(`model:prediction_f1_score:before{model="${model}"}`),
      this.value(`model:labelled_predictions:champion{model="${model}"}`),
      this.value(`model:labelled_predictions:minimum{model="${model}"}`),
      this.value(`max by (model) (data_drift_score{model="${model}"} and on (model, version) ${CHAMPION})`),
      this.query(`ALERTS{alertname="ModelF1Drop",model="${model}"}`),
      this.ask(`/models/${model}`),
      this.ask(`/retrains?model=${model}`),
    ]);
    const alert = alerts.find(({ metric }) => metric.alertstate === 'firing') ?? alerts[0];
    const [retrain] = trail.retrains;
    return {
      ...{ f1, before, labelled, minimum, drift },
      alert: alert?.metric.alertstate,
      champion: described.champion,
      versions: described.versions.map(({ version }) => version),
      retrain,
      retrains: trail.retrains.length,
      tasks: retrain === undefined ? [] : await this.tasks.of(retrain.dag_run_id),
    };
  }

  /**
   * For how many of the last seconds the champion had fewer labels than its manifest asks for, and for how many of these
   * ModelF1Drop did not fire.
   * @param {string} model
   * @param {number} lastS
   * @returns {Promise<{ unjudgedS: number, silentS: number }>}
   */
  async unjudged(model, lastS) {
    const few = `model:labelled_predictions:champion{model="${model}"} < model:labelled_predictions:minimum`;
    const firing = 'ALERTS{alertname="ModelF1Drop",alertstate="firing"}';
    const seconds = (expression) => this.value(`count_over_time((${expression})[${Math.ceil(lastS)}s:1s])`);
    const [unjudgedS = 0, silentS = 0] = await Promise.all([
      seconds(few),
      seconds(`${few} unless on (model) ${firing}`),
    ]);
    return { unjudgedS, silentS };
  }

  /** @private */
  async value(expression) {
    const [sample] = await this.query(expression);
    return sample === undefined ? undefined : Number(sample.value[1]);
  }

  /** @private */
  async query(expression) {
    const url = `${this.urls.prometheus}/api/v1/query?query=${encodeURIComponent(expression)}`;
    const answer = await (await fetch(url)).json();
    if (answer.status !== 'success')
      throw new Error(`Prometheus does not answer ${expression}: ${answer.error}`);
    return answer.data.result;
  }

  /** @private */
  async ask(path) {
    const response = await fetch(this.urls.predict + path, {
      headers: { Authorization: `Bearer ${await this.token()}` },
    });
    if (!response.ok) throw new Error(`predict answered GET ${path} with ${response.status}`);
    return response.json();
  }
}
