import type { AirflowClient, AirflowTask, PredictClient, RetrainingRun } from '@plumbline/client';
import type { Figure } from './figure.js';

const CHAMPION = 'model_info{champion="true"}';

/** The state of the loop as it can be seen from outside. What is not known is undefined. */
export interface LoopState {
  /** The figure that the model is judged by. */
  readonly value?: number | undefined;
  /** The figure before it changed. */
  readonly before?: number | undefined;
  readonly labelled?: number | undefined;
  /** The labels that the champion needs for its figure to count. */
  readonly minimum?: number | undefined;
  readonly drift?: number | undefined;
  /** The state of the alert about the figure, `pending` or `firing`. */
  readonly alert?: string | undefined;
  readonly champion?: number | undefined;
  readonly versions: readonly number[];
  /** The newest retraining run. */
  readonly retrain?: Pick<RetrainingRun, 'state' | 'dag_run_id' | 'reason'> | undefined;
  /** The number of retraining runs. */
  readonly retrains: number;
  readonly tasks: readonly AirflowTask[];
}

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [atS: number, value: string];
}

/** Reads the state of the loop from Prometheus, predict and Airflow. */
export class Observer {
  constructor(
    private readonly prometheusUrl: string,
    private readonly predict: PredictClient,
    private readonly airflow: AirflowClient,
    private readonly figure: Figure,
  ) {}

  async read(model: string): Promise<LoopState> {
    const { rule, alert: alertname } = this.figure;
    const [value, before, labelled, minimum, drift, alerts, described, retrains] = await Promise.all([
      this.value(`max by (model) (${rule}{model="${model}"} and on (model, version) ${CHAMPION})`),
      this.value(`model:${rule}:before{model="${model}"}`),
      this.value(`model:labelled_predictions:champion{model="${model}"}`),
      this.value(`model:labelled_predictions:minimum{model="${model}"}`),
      this.value(`max by (model) (data_drift_score{model="${model}"} and on (model, version) ${CHAMPION})`),
      this.query(`ALERTS{alertname="${alertname}",model="${model}"}`),
      this.predict.model(model),
      this.predict.retrains(model),
    ]);
    const alert = alerts.find(({ metric }) => metric.alertstate === 'firing') ?? alerts[0];
    const [retrain] = retrains;
    return {
      ...{ value, before, labelled, minimum, drift, retrain },
      alert: alert?.metric.alertstate,
      champion: described.champion ?? undefined,
      versions: described.versions.map(({ version }) => version),
      retrains: retrains.length,
      tasks: retrain === undefined ? [] : await this.airflow.tasks(retrain.dag_run_id),
    };
  }

  /**
   * For how many of the last seconds the champion had fewer labels than its manifest asks for, and for how many of these
   * the alert about the figure did not fire.
   */
  async unjudged(model: string, lastS: number): Promise<{ unjudgedS: number; silentS: number }> {
    const few = `model:labelled_predictions:champion{model="${model}"} < model:labelled_predictions:minimum`;
    const firing = `ALERTS{alertname="${this.figure.alert}",alertstate="firing"}`;
    const seconds = (expression: string) =>
      this.value(`count_over_time((${expression})[${Math.ceil(lastS)}s:1s])`);
    const [unjudgedS = 0, silentS = 0] = await Promise.all([
      seconds(few),
      seconds(`${few} unless on (model) ${firing}`),
    ]);
    return { unjudgedS, silentS };
  }

  private async value(expression: string): Promise<number | undefined> {
    const [sample] = await this.query(expression);
    return sample === undefined ? undefined : Number(sample.value[1]);
  }

  private async query(expression: string): Promise<readonly Sample[]> {
    const url = `${this.prometheusUrl}/api/v1/query?query=${encodeURIComponent(expression)}`;
    const answer = (await (await fetch(url)).json()) as { data?: { result: Sample[] }; error?: string };
    if (answer.data === undefined)
      throw new Error(`Prometheus does not answer ${expression}: ${answer.error}`);
    return answer.data.result;
  }
}
