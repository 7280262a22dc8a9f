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

  onModuleInit(): void {
    this.registry.onChange((models) => this.follow(models));
    this.follow(this.registry.list());
  }

  /**
   * Counts a row that was answered. Returns the features whose value is outside the reference; undefined when the version
   * has no reference profile.
   */
  answered(model: ServedModel, row: FeatureRow): string[] | undefined {
    return this.counts.get(model)?.add(row);
  }

  private follow(models: readonly ServedModel[]): void {
    this.updateMetrics();
    const before = this.counts;
    this.counts = new Map();
    for (const model of models) {
      if (model.profile === undefined) continue;
      const counts = before.get(model) ?? new InputCounts(model.profile);
      this.counts.set(model, counts);
      if (!before.has(model)) this.metrics.expect(model.manifest, counts);
    }
  }

  private updateMetrics(): void {
    for (const [{ manifest }, counts] of this.counts) {
      if (counts.rows >= this.minGroup) this.metrics.add(manifest, counts);
    }
  }
}
