import type { Metric, MetricSet } from '@plumbline/metrics';
import { type ModelVersion, versionLabels } from '../manifest/index.js';

/** Measures the runs of one model version. */
export class RunMetrics {
  private readonly labels: ReturnType<typeof versionLabels>;
  private readonly durations: Metric<'prediction_duration_seconds'>;
  private readonly batchSizes: Metric<'prediction_batch_size'>;
  private readonly queueDepth: Metric<'prediction_queue_depth'>;

  constructor(metrics: MetricSet, version: ModelVersion) {
    this.labels = versionLabels(version);
    this.durations = metrics.get('prediction_duration_seconds');
    this.batchSizes = metrics.get('prediction_batch_size');
    this.queueDepth = metrics.get('prediction_queue_depth');
    this.durations.zero(this.labels);
    this.queueDepth.set(this.labels, 0);
  }

  /** So many rows wait for the next run. */
  readonly queue = (waiting: number): void => this.queueDepth.set(this.labels, waiting);

  /** A run of so many rows began. */
  ran(rows: number): void {
    this.batchSizes.observe(this.labels, rows);
  }

  /** A row was answered; `sinceMs` is `performance.now()` of its arrival. */
  readonly answered = (sinceMs: number): void =>
    this.durations.observe(this.labels, (performance.now() - sinceMs) / 1000);
}
