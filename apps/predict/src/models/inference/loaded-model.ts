import type { PreparedProfile } from '@plumbline/evaluation';
import type { Metric, MetricSet } from '@plumbline/metrics';
import { nextTurn } from '@plumbline/tasks';
import type { RowPreparer } from '../features/index.js';
import {
  type FeatureRow,
  type Manifest,
  type ModelVersion,
  type RowSchema,
  versionLabels,
  versionOf,
} from '../manifest/index.js';
import type { RowPrediction } from '../outcomes/index.js';
import { ModelUnavailable } from '../repository/index.js';
import { Batcher, Leases, type ReadResult, RunSize } from './batcher.js';
import {
  InferenceFailed,
  ModelDeadlineMissed,
  ModelOutputInvalid,
  ModelRestarting,
} from './inference.errors.js';
import type { ModelRunner } from './model-runner.js';
import { PredictionCache } from './prediction-cache.js';

/** A version that passed every check and serves predictions. */
export interface ServedModel {
  readonly manifest: Manifest;
  /** Whether it answers when no version is named. */
  readonly champion: boolean;
  /** Whether it can answer now; false while its process is started again. */
  readonly isReady: boolean;
  /** Validates a row of its features. */
  readonly rowSchema: RowSchema;
  /** Decodes a validated row; absent where rows are used as they were sent. */
  readonly prepare?: RowPreparer | undefined;
  /** Why it runs in a process of its own; undefined when it runs in the service. */
  readonly processReason?: string | undefined;
  /** The reference of its inputs; absent where the version has no reference profile. */
  readonly profile?: PreparedProfile;
  /** Runs one row that was validated against the manifest. */
  predict(row: FeatureRow): Promise<RowPrediction>;
  /** Runs rows that were validated against the manifest; the predictions are in the same order. */
  predictAll(rows: readonly FeatureRow[]): Promise<RowPrediction[]>;
  /** Ends the runs under way that are in a model process, which may not end by themselves. */
  interrupt(): void;
  /** Frees the model when the runs under way have ended. */
  close(): Promise<void>;
}

/** A version in the repository that is not served, and the reason. */
export interface UnavailableModel extends ModelVersion {
  readonly reason: string;
}

/** How the rows of single requests are run. */
export interface RunOptions {
  /** False runs each row alone. */
  readonly batching: boolean;
  /** Rows of one run at most, so that the event loop is not blocked for long. */
  readonly maxRowsPerRun: number;
}

/** A version that passed its checks. */
export interface CheckedModel {
  readonly manifest: Manifest;
  readonly rowSchema: RowSchema;
  readonly prepare?: RowPreparer | undefined;
  readonly runner: ModelRunner;
  readonly processReason?: string | undefined;
  readonly profile?: PreparedProfile;
}

/** Runs single rows in batches, and lists in runs of limited size. */
export class LoadedModel implements ServedModel {
  readonly manifest: Manifest;
  /** Changes when the pointer of the model moves. */
  champion = false;
  readonly rowSchema: RowSchema;
  readonly prepare: RowPreparer | undefined;
  readonly profile: PreparedProfile | undefined;
  readonly processReason: string | undefined;
  private readonly runner: ModelRunner;
  private readonly metrics: RunMetrics;
  private readonly leases = new Leases();
  private closing: Promise<void> | undefined;
  private readonly batcher: Batcher<FeatureRow, RowPrediction>;
  private readonly cache: PredictionCache | undefined;
  private readonly runSize: RunSize;

  constructor(
    checked: CheckedModel,
    private readonly options: RunOptions,
    metrics: MetricSet,
  ) {
    this.manifest = checked.manifest;
    this.rowSchema = checked.rowSchema;
    this.prepare = checked.prepare;
    this.runner = checked.runner;
    this.profile = checked.profile;
    this.processReason = checked.processReason;
    this.metrics = new RunMetrics(metrics, versionOf(checked.manifest));
    this.runSize = new RunSize(options.maxRowsPerRun);
    this.batcher = new Batcher({
      run: (rows) => this.run(rows),
      leases: this.leases,
      maxRows: () => this.runSize.rows,
      // The end of the process concerns all rows.
      mayRunAlone: (error) => !(error instanceof ModelDeadlineMissed || error instanceof ModelRestarting),
      onQueue: this.metrics.queued,
      onAnswer: this.metrics.answered,
    });
    const { cache } = checked.manifest;
    if (cache) this.cache = new PredictionCache(cache.entries, metrics, versionOf(checked.manifest));
  }

  get isReady(): boolean {
    return this.runner.isReady;
  }

  predict(row: FeatureRow): Promise<RowPrediction> {
    if (this.closing !== undefined) return Promise.reject(this.removed());
    return this.cache === undefined ? this.runOne(row) : this.cache.predict(row, () => this.runOne(row));
  }

  async predictAll(rows: readonly FeatureRow[]): Promise<RowPrediction[]> {
    if (this.closing !== undefined) throw this.removed();
    return this.cache === undefined
      ? this.runAll(rows)
      : this.cache.predictAll(rows, (missing, places) => this.runAll(missing, places));
  }

  interrupt(): void {
    this.runner.interrupt();
  }

  close(): Promise<void> {
    return (this.closing ??= this.leases.returned().then(() => this.runner.close()));
  }

  private async runOne(row: FeatureRow): Promise<RowPrediction> {
    try {
      const batching = this.options.batching && this.manifest.batching;
      return await (batching ? this.batcher.add(row) : this.runAlone(row));
    } catch (error) {
      this.metrics.failed(error);
      throw error;
    }
  }

  /** @param places the places of the rows in their batch, if it has others */
  private async runAll(rows: readonly FeatureRow[], places?: readonly number[]): Promise<RowPrediction[]> {
    this.leases.take();
    try {
      return await this.runInParts(rows, places);
    } catch (error) {
      this.metrics.failed(error);
      throw error;
    } finally {
      this.leases.give();
    }
  }

  private async runAlone(row: FeatureRow): Promise<RowPrediction> {
    const sinceMs = performance.now();
    this.leases.take();
    try {
      const prediction = (await this.run([row]))(0);
      this.metrics.answered(sinceMs);
      return prediction;
    } finally {
      this.leases.give();
    }
  }

  private async runInParts(
    rows: readonly FeatureRow[],
    places?: readonly number[],
  ): Promise<RowPrediction[]> {
    const sinceMs = performance.now();
    const predictions: RowPrediction[] = [];
    while (predictions.length < rows.length) {
      if (predictions.length > 0) await nextTurn();
      const part = rows.slice(predictions.length, predictions.length + this.runSize.rows);
      const read = await this.run(part);
      for (let place = 0; place < part.length; place++) {
        predictions.push(readRow(read, place, places?.[predictions.length] ?? predictions.length));
        this.metrics.answered(sinceMs);
      }
    }
    return predictions;
  }

  private removed(): ModelUnavailable {
    return new ModelUnavailable(this.manifest.name, `version ${this.manifest.version} was removed.`);
  }

  private async run(rows: readonly FeatureRow[]): Promise<ReadResult<RowPrediction>> {
    this.metrics.ran(rows.length);
    const read = await this.runner.run(rows);
    this.runSize.ran(rows.length, this.runner.heldMs);
    return read;
  }
}

/** @throws {ModelOutputInvalid} that names the row by its place in the batch. */
function readRow(read: ReadResult<RowPrediction>, place: number, placeInBatch: number): RowPrediction {
  try {
    return read(place);
  } catch (error) {
    throw error instanceof ModelOutputInvalid ? error.ofRow(placeInBatch) : error;
  }
}

/** Why a version could not answer; the end of a model process has metrics of its own. */
const FAILURES = ['inference_failed', 'model_output_invalid', 'model_output_not_finite'] as const;

/** Measures the runs of one version. */
class RunMetrics {
  private readonly labels: ReturnType<typeof versionLabels>;
  private readonly durations: Metric<'prediction_duration_seconds'>;
  private readonly batchSizes: Metric<'prediction_batch_size'>;
  private readonly queueDepth: Metric<'prediction_queue_depth'>;
  private readonly failures: Metric<'model_failures_total'>;

  constructor(metrics: MetricSet, version: ModelVersion) {
    this.labels = versionLabels(version);
    this.durations = metrics.get('prediction_duration_seconds');
    this.batchSizes = metrics.get('prediction_batch_size');
    this.queueDepth = metrics.get('prediction_queue_depth');
    this.failures = metrics.get('model_failures_total');
    this.durations.zero(this.labels);
    this.queueDepth.set(this.labels, 0);
    for (const reason of FAILURES) this.failures.inc({ ...this.labels, reason }, 0);
  }

  /** This many rows wait for the next run. */
  readonly queued = (waiting: number): void => this.queueDepth.set(this.labels, waiting);

  /** A run of this many rows begins. */
  ran(rows: number): void {
    this.batchSizes.observe(this.labels, rows);
  }

  /** A single row or a batch could not be answered. */
  failed(error: unknown): void {
    if (error instanceof ModelOutputInvalid || error instanceof InferenceFailed)
      this.failures.inc({ ...this.labels, reason: error.code });
  }

  /** A row was answered; `sinceMs` is `performance.now()` of its arrival. */
  readonly answered = (sinceMs: number): void =>
    this.durations.observe(this.labels, (performance.now() - sinceMs) / 1000);
}
