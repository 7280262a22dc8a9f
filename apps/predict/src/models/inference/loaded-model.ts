import type { PreparedProfile } from '@plumbline/evaluation';
import { Batcher, type ReadResult } from './batcher.js';
import { Leases } from './leases.js';
import type { ModelRunner } from './model-runner.js';
import type { RunMetrics } from './run-metrics.js';
import type { FeatureRow, Manifest, RowSchema } from '../manifest/index.js';
import { ModelUnavailable } from '../repository/index.js';
import type { Outcome, ServedModel } from './served-model.js';

/** How rows of single requests are brought together. */
export interface RunOptions {
  /** False runs each row alone. */
  readonly batching: boolean;
  /** Longest run, so that the event loop is never held for long. */
  readonly maxRowsPerRun: number;
}

/** What a checked version consists of. */
export interface CheckedModel {
  readonly manifest: Manifest;
  readonly champion: boolean;
  readonly rowSchema: RowSchema;
  readonly runner: ModelRunner;
  readonly profile?: PreparedProfile;
}

/** A version that answers: single rows are batched with their neighbours, lists are cut into runs. */
export class LoadedModel implements ServedModel {
  readonly manifest: Manifest;
  /** Changes when the pointer of the model moves. */
  champion: boolean;
  readonly rowSchema: RowSchema;
  readonly profile: PreparedProfile | undefined;
  private readonly runner: ModelRunner;
  private readonly leases = new Leases();
  private closing: Promise<void> | undefined;
  private readonly batcher: Batcher<FeatureRow, Outcome>;

  constructor(
    checked: CheckedModel,
    private readonly options: RunOptions,
    private readonly metrics: RunMetrics,
  ) {
    this.manifest = checked.manifest;
    this.champion = checked.champion;
    this.rowSchema = checked.rowSchema;
    this.runner = checked.runner;
    this.profile = checked.profile;
    this.batcher = new Batcher({
      run: (rows) => this.run(rows),
      leases: this.leases,
      maxRows: options.maxRowsPerRun,
      onQueue: metrics.queue,
      onAnswer: metrics.answered,
    });
  }

  predict(row: FeatureRow): Promise<Outcome> {
    if (this.closing !== undefined) return Promise.reject(this.gone());
    if (this.options.batching) return this.batcher.add(row);
    return this.predictAll([row]).then(([outcome]) => outcome as Outcome);
  }

  async predictAll(rows: readonly FeatureRow[]): Promise<Outcome[]> {
    if (this.closing !== undefined) throw this.gone();
    this.leases.take();
    try {
      return await this.runInParts(rows);
    } finally {
      this.leases.give();
    }
  }

  close(): Promise<void> {
    return (this.closing ??= this.leases.returned().then(() => this.runner.close()));
  }

  private async runInParts(rows: readonly FeatureRow[]): Promise<Outcome[]> {
    const { maxRowsPerRun } = this.options;
    const sinceMs = performance.now();
    const outcomes: Outcome[] = [];
    for (let start = 0; start < rows.length; start += maxRowsPerRun) {
      const part = rows.slice(start, start + maxRowsPerRun);
      const read = await this.run(part);
      for (let place = 0; place < part.length; place++) {
        outcomes.push(read(place));
        this.metrics.answered(sinceMs);
      }
    }
    return outcomes;
  }

  private gone(): ModelUnavailable {
    return new ModelUnavailable(this.manifest.name, `version ${this.manifest.version} was removed.`);
  }

  private run(rows: readonly FeatureRow[]): Promise<ReadResult<Outcome>> {
    this.metrics.ran(rows.length);
    return this.runner.run(rows);
  }
}
