import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { MetricSet } from '@plumbline/metrics';
import type { FeatureRow } from '../../models/manifest/index.js';
import { ModelRegistry, type ServedModel } from '../../models/registry/index.js';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import { InputCounts } from './input-counts.js';
import { InputMetrics } from './input-metrics.js';

/** The part of the settings that it reads. */
interface MinGroup {
  readonly metrics: Pick<PredictConfig['metrics'], 'minGroup'>;
}

/**
 * Compares every answered row with the reference of its model version and counts it. It counts in plain numbers and
 * updates the metrics only when they are read, so a row costs about a microsecond. The counters of a version move by at least
 * `minGroup` rows, so that the difference of two reads is never the values of one row.
 */
@Injectable()
export class InputMonitor implements OnModuleInit {
  private readonly metrics: InputMetrics;
  private readonly minGroup: number;
  private counts = new Map<ServedModel, InputCounts>();

  constructor(
    private readonly registry: ModelRegistry,
    metrics: MetricSet,
    @Inject(PREDICT_CONFIG) { metrics: { minGroup } }: MinGroup,
  ) {
    this.minGroup = minGroup;
    this.metrics = new InputMetrics(metrics, () => this.updateMetrics());
  }

  /** Resolves when the rows of all versions are counted. */
  async onModuleInit(): Promise<void> {
    this.registry.onChange((models) => void this.follow(models));
    await this.follow(this.registry.list());
  }

  /**
   * Counts a row that was answered. Returns the features whose value is outside the reference; undefined when the version
   * has no reference profile.
   */
  answered(model: ServedModel, row: FeatureRow): string[] | undefined {
    return this.counts.get(model)?.add(row);
  }

  /** The rows of a new version are counted from the moment that this has prepared it, within a second at most. */
  private async follow(models: readonly ServedModel[]): Promise<void> {
    this.updateMetrics();
    const known = models.flatMap((model) => {
      const counts = this.counts.get(model);
      return counts === undefined ? [] : [[model, counts] as const];
    });
    this.counts = new Map(known);
    await Promise.all(models.filter((model) => !this.counts.has(model)).map((model) => this.add(model)));
  }

  private async add(model: ServedModel): Promise<void> {
    if (model.profile === undefined) return;
    const counts = await InputCounts.of(model.profile);
    if (this.counts.has(model) || !this.registry.list().includes(model)) return;
    this.counts.set(model, counts);
    await this.metrics.expect(model.manifest, counts);
  }

  private updateMetrics(): void {
    for (const [{ manifest }, counts] of this.counts) {
      if (counts.rows >= this.minGroup) this.metrics.add(manifest, counts);
    }
  }
}
