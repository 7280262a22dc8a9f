import { Injectable } from '@nestjs/common';
import { type Metric, MetricSet } from '@plumbline/metrics';
import { type ModelVersion, versionKey } from '../../models/manifest/index.js';
import { type EvaluationGauge, evaluationGauges, type Sample, samplesOf } from './evaluation-samples.js';
import type { ModelEvaluation } from './model-evaluation.js';

/** Publishes the latest evaluation of each version; a series that has lost its value goes. */
@Injectable()
export class EvaluationGauges {
  private readonly gauges: ReadonlyMap<EvaluationGauge, Metric<EvaluationGauge>>;
  /** The series of each version, by gauge and labels. */
  private readonly published = new Map<string, ReadonlyMap<string, Sample>>();

  constructor(metrics: MetricSet) {
    this.gauges = new Map(evaluationGauges.map((name) => [name, metrics.get(name)]));
  }

  /** Sets every series that the evaluation has a value for, and removes the version's other series. */
  publish(evaluation: ModelEvaluation): void {
    this.replace(evaluation, samplesOf(evaluation));
  }

  /** Removes the series of all versions but these. */
  keepOnly(versions: readonly ModelVersion[]): void {
    const kept = new Set(versions.map(versionKey));
    for (const [key, samples] of this.published) {
      if (kept.has(key)) continue;
      for (const { gauge, labels } of samples.values()) this.gauges.get(gauge)!.remove(labels);
      this.published.delete(key);
    }
  }

  private replace(version: ModelVersion, samples: readonly Sample[]): void {
    const next = new Map(samples.map((sample) => [seriesOf(sample), sample]));
    for (const [series, { gauge, labels }] of this.published.get(versionKey(version)) ?? []) {
      if (!next.has(series)) this.gauges.get(gauge)!.remove(labels);
    }
    for (const { gauge, labels, value } of samples) this.gauges.get(gauge)!.set(labels, value);
    this.published.set(versionKey(version), next);
  }
}

function seriesOf({ gauge, labels }: Sample): string {
  return JSON.stringify([gauge, labels]);
}
