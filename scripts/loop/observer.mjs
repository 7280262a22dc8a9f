/** What can be seen of the loop from outside. */
export class Observer {
  /** @param {Record<string, string>} urls @param {() => Promise<string>} token with the scopes of the client */
  constructor(urls, token) {
    this.urls = urls;
    this.token = token;
  }

  /**
   * The state of things; what is not known is undefined.
   * @param {string} model
   * @returns {Promise<{ f1?: number, before?: number, labelled?: number, alert?: string, champion?: number,
   *   retrain?: { state: string, dag_run_id: string, reason: string | null }, retrains: number }>}
   */
  async look(model) {
    const [f1, before, labelled, alerts, described, trail] = await Promise.all([
      this.value(`model:prediction_f1_score:champion{model="${model}"}`),
      this.value(`model:prediction_f1_score:before{model="${model}"}`),
      this.value(`model:labelled_predictions:champion{model="${model}"}`),
      this.query(`ALERTS{alertname="ModelF1Drop",model="${model}"}`),
      this.ask(`/models/${model}`),
      this.ask(`/retrains?model=${model}`),
    ]);
    const alert = alerts.find(({ metric }) => metric.alertstate === 'firing') ?? alerts[0];
    return {
      f1,
      before,
      labelled,
      alert: alert?.metric.alertstate,
      champion: described.champion,
      retrain: trail.retrains[0],
      retrains: trail.retrains.length,
    };
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
