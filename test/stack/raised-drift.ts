import { panels } from '../../monitoring/test/files.js';
import { substitute } from '../../monitoring/test/promql.js';
import type { Prometheus } from './prometheus.js';
import { until } from '../until.js';

interface DriftAnswer {
  readonly drift: {
    readonly columns: readonly { readonly name: string; readonly drift: { readonly drifted: boolean } }[];
  };
}

/** The names of the columns that drifted, sorted, at each of the places where a model's drift is told. */
export class RaisedDrift {
  constructor(
    private readonly prometheus: Prometheus,
    private readonly predictUrl: string,
    private readonly token: string,
    private readonly model: string,
  ) {}

  /** Resolves when Prometheus holds an evaluation of every prediction that was answered before this call. */
  async evaluated(): Promise<void> {
    const since = (metric: string, timeMs: number) => `${metric} > ${timeMs / 1_000}`;
    const pending = 'prediction_log_pending';
    await this.holds(`${pending} == 0 and ${since(`timestamp(${pending})`, Date.now())}`);
    await this.holds(since(`monitoring_last_evaluation_timestamp_seconds${this.series}`, Date.now()));
  }

  private async holds(expr: string): Promise<void> {
    await until(async () => (await this.prometheus.query(expr)).length > 0, expr);
  }

  /** Selects a metric of the version that is served. */
  get series(): string {
    return `{model="${this.model}", version="1"}`;
  }

  /** What a query selects, by the label `feature`. */
  async features(expr: string): Promise<string[]> {
    const found = await this.prometheus.query(expr);
    return found.map(({ metric }) => metric['feature']!).sort();
  }

  /** The gauges. */
  gauges(): Promise<string[]> {
    return this.features(`feature_drift_detected${this.series} == 1`);
  }

  /** The features of Grafana's panel that are at their threshold or beyond it. */
  worstFeatures(): Promise<string[]> {
    return this.features(`${this.expressionOf('Worst features')} >= 1`);
  }

  /** The features that Grafana's panel counts. */
  counted(): Promise<string[]> {
    const [, inner = ''] = /^sum by \(model, version\) \((.+)\)$/.exec(
      this.expressionOf('Drifted features'),
    )!;
    return this.features(`${inner} == 1`);
  }

  /** The number that Grafana's panel shows. */
  async count(): Promise<number> {
    const [shown] = await this.prometheus.query(this.expressionOf('Drifted features'));
    return Number(shown?.value?.[1]);
  }

  /** `GET /models/{model}/drift`. */
  async answer(): Promise<string[]> {
    const { drift } = JSON.parse(await this.get('drift', 'application/json')) as DriftAnswer;
    return drift.columns
      .filter((column) => column.drift.drifted)
      .map(({ name }) => name)
      .sort();
  }

  /** The titles of the rows that the report marks, sorted. */
  async report(): Promise<string[]> {
    const page = await this.get('report', 'text/html');
    const [table = ''] = /<table class="drift".+?<\/table>/s.exec(page) ?? [];
    return table
      .split('<tr ')
      .filter((row) => row.includes('verdict alarm'))
      .map((row) => /<bdi>(.+?)<\/bdi>/.exec(row)![1]!)
      .sort();
  }

  private expressionOf(title: string): string {
    const panel = panels().find((one) => one.file === 'drift-and-f1.json' && one.title === title);
    return substitute(panel!.targets![0]!.expr, {
      $job: '.*',
      $instance: '.*',
      $model: this.model,
      $version: '1',
    });
  }

  private async get(what: string, type: string): Promise<string> {
    const response = await fetch(`${this.predictUrl}/models/${this.model}/${what}`, {
      headers: { authorization: `Bearer ${this.token}`, accept: type },
    });
    if (!response.ok) throw new Error(`${what} was answered ${response.status}`);
    return response.text();
  }
}
