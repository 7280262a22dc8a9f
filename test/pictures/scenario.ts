import { runTraffic } from '../../apps/cli/src/traffic/index.js';
import { type AirflowStandIn, airflowStandIn } from '../../apps/predict/test/airflow-stand-in.js';
import { modelF1Drop, notification } from '../../apps/predict/test/alert-notification.js';
import { NodeExporter } from '../stack/node-exporter.js';
import { Prometheus } from '../stack/prometheus.js';
import { PrometheusProcess } from '../stack/prometheus-process.js';
import { RunningStack } from '../stack/running-stack.js';
import { Traffic } from '../stack/traffic.js';
import { until } from '../until.js';

const MODEL = 'heart-disease';
/** More than half of the features, so that the data have drifted. */
const DRIFTING = ['age', 'trestbps', 'chol', 'thalach', 'oldpeak', 'cp', 'ca', 'thal'];
/** The prediction windows of the included models hold at most this many rows. */
const WINDOW = 2_000;
const EPOCHS = 12;

/** The whole system in use: services, Prometheus, clients, a node exporter, and a stand-in for Airflow. */
export class Scenario {
  readonly prometheus: Prometheus;
  /** From the first traffic to the last, once it has been played. */
  range = { fromS: 0, toS: 0 };
  private readonly traffic: Traffic;

  private constructor(
    readonly stack: RunningStack,
    /** Watches the machine. */
    readonly machine: PrometheusProcess,
    private readonly exporter: NodeExporter,
    private readonly airflow: AirflowStandIn,
  ) {
    this.prometheus = new Prometheus(stack.ready.urls.prometheus);
    this.traffic = new Traffic(stack.ready.urls, stack.adminPassword);
  }

  static async start(): Promise<Scenario> {
    const airflow = await airflowStandIn();
    const stack = await RunningStack.start({
      AIRFLOW_URL: airflow.url,
      AIRFLOW_USERNAME: 'retrainer',
      AIRFLOW_PASSWORD: 'letmein',
      RETRAIN_POLL_MS: '500',
      PREDICT_MONITORING_INTERVAL_MS: '5000',
    });
    const exporter = await NodeExporter.start();
    const machine = await PrometheusProcess.start({
      global: { scrape_interval: '1s' },
      scrape_configs: [{ job_name: 'node', static_configs: [{ targets: [exporter.address] }] }],
    });
    return new Scenario(stack, machine, exporter, airflow);
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    await this.stack.stop();
    await this.machine.stop();
    await this.exporter.stop();
    await this.airflow.close();
  }

  /** Steady traffic; then, for the last third of the time, inputs and labels of one model change, and it is retrained. */
  async play(seconds: number): Promise<void> {
    const fromS = Math.floor(Date.now() / 1_000);
    const end = Date.now() + seconds * 1_000;
    const leftS = () => (end - Date.now()) / 1_000;
    await this.traffic.addClient('pictures', 'predict');
    await this.traffic.lockOut('stranger');
    await this.pushLosses();
    // Enough rows of every model for its windows, however slow the machine is: their panels are empty before.
    await this.send({ count: WINDOW / 2, batch: 100, rate: 10_000 });
    do await this.steady();
    while (leftS() > seconds / 3);
    await this.traffic.promote('rent', 2);
    await this.retrain();
    do {
      const drift = { model: MODEL, scenario: 'sudden', features: DRIFTING, strength: 1, after: 0 } as const;
      await this.send({ ...drift, count: WINDOW / 2, batch: 50, rate: 400 });
      await this.traffic.round();
    } while (leftS() > 0);
    this.range = { fromS, toS: Math.floor(Date.now() / 1_000) };
  }

  /** Some of what clients do, by all models. */
  async steady(): Promise<void> {
    await this.traffic.round();
    await this.send({ count: 240, batch: 20, rate: 120 });
  }

  private async send(options: Omit<Parameters<typeof runTraffic>[0], 'token'>): Promise<void> {
    const { auth: authUrl, predict: predictUrl } = this.stack.ready.urls;
    const credentials = { username: 'admin', password: this.stack.adminPassword };
    const { ok, failure } = await runTraffic({ authUrl, predictUrl, credentials, ...options });
    if (!ok) throw new Error(failure ?? 'The traffic was not answered as it has to be.');
  }

  /** What two runs of a training pushed. */
  private async pushLosses(): Promise<void> {
    const lossOf = (epoch: number, reason: string) => (reason === 'alert' ? 0.9 : 1.2) * 0.82 ** epoch + 0.1;
    const samples = ['alert', 'manual'].flatMap((reason) =>
      Array.from(
        { length: EPOCHS },
        (_, epoch) =>
          `training_loss{model="weather-forecast",challenger="gru",epoch="${epoch + 1}",reason="${reason}"} ${lossOf(epoch, reason)}\n`,
      ),
    );
    await fetch(`${this.stack.ready.urls.pushgateway}/metrics/job/training`, {
      method: 'PUT',
      body: `# TYPE training_loss gauge\n${samples.join('')}`,
    });
  }

  /** Alerts arrive; one leads to a run that succeeds, another one to a run that goes on. */
  private async retrain(): Promise<void> {
    await this.alert({ alertname: 'Watchdog', severity: 'none' });
    for (const [place, model] of ['titanic-survival', MODEL].entries()) {
      await this.alert({ alertname: 'ModelF1Drop', model });
      const run = await until(
        () => Promise.resolve([...this.airflow.runs.values()].at(place)),
        `the run of ${model}`,
      );
      run.state = place === 0 ? 'success' : 'running';
    }
  }

  /** What Alertmanager posts. */
  private async alert(labels: Readonly<Record<string, string>>): Promise<void> {
    const alert = modelF1Drop({ labels, fingerprint: labels['model'] ?? 'watchdog' });
    const response = await fetch(`${this.stack.ready.urls.predict}/alerts`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${await this.traffic.token()}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(notification(alert)),
    });
    if (!response.ok) throw new Error(`The alert was answered ${response.status}: ${await response.text()}`);
  }
}
