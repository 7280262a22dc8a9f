import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Metric, MetricSet } from '@plumbline/metrics';
import { type Manifest, versionLabels, versionOf } from '../../models/manifest/index.js';
import { ModelRegistry } from '../../models/registry/index.js';
import type { RowPrediction } from '../../models/outcomes/index.js';

/** The `prediction_result` of a regression, whose values are unbounded. */
const REGRESSION_RESULT = 'value';

/** Counts answered predictions. */
@Injectable()
export class PredictionMetrics implements OnModuleInit {
  private readonly total: Metric<'predictions_total'>;
  private readonly confidence: Metric<'prediction_confidence_score'>;
  /** Made once for each result of a version, as every answer needs them. */
  private readonly labels = new WeakMap<Manifest, Map<string, ResultLabels>>();

  constructor(
    metrics: MetricSet,
    private readonly registry: ModelRegistry,
  ) {
    this.total = metrics.get('predictions_total');
    this.confidence = metrics.get('prediction_confidence_score');
  }

  /** Creates every series of a model before its first prediction, so that rates see the first one. */
  onModuleInit(): void {
    const expectAll = () => this.registry.list().forEach(({ manifest }) => this.expect(manifest));
    this.registry.onChange(expectAll);
    expectAll();
  }

  /** One row was answered. */
  answered(manifest: Manifest, { prediction, probability }: RowPrediction): void {
    const labels = this.labelsOf(manifest, typeof prediction === 'string' ? prediction : REGRESSION_RESULT);
    this.total.inc(labels);
    if (probability !== undefined) this.confidence.observe(labels, probability);
  }

  private expect(manifest: Manifest): void {
    for (const result of manifest.classes ?? [REGRESSION_RESULT])
      this.total.inc(this.labelsOf(manifest, result), 0);
  }

  private labelsOf(manifest: Manifest, result: string): ResultLabels {
    let ofVersion = this.labels.get(manifest);
    if (ofVersion === undefined) this.labels.set(manifest, (ofVersion = new Map<string, ResultLabels>()));
    let labels = ofVersion.get(result);
    if (labels === undefined) ofVersion.set(result, (labels = resultLabels(manifest, result)));
    return labels;
  }
}

type ResultLabels = ReturnType<typeof resultLabels>;

function resultLabels(manifest: Manifest, prediction_result: string) {
  return { ...versionLabels(versionOf(manifest)), prediction_result };
}
