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
  private readonly count: Metric<'prediction_count_total'>;
  private readonly confidence: Metric<'prediction_confidence_score'>;
  private readonly images: Metric<'images_processed_total'>;
  private readonly labelTotal: Metric<'label_predictions_total'>;
  /** Made once, as every answer needs them. */
  private readonly labels = new WeakMap<Manifest, SeriesLabels>();

  constructor(
    metrics: MetricSet,
    private readonly registry: ModelRegistry,
  ) {
    this.total = metrics.get('predictions_total');
    this.count = metrics.get('prediction_count_total');
    this.labelTotal = metrics.get('label_predictions_total');
    this.confidence = metrics.get('prediction_confidence_score');
    this.images = metrics.get('images_processed_total');
  }

  /** Creates every series of a model before its first prediction, so that rates see the first one. */
  onModuleInit(): void {
    const expectAll = () => this.registry.list().forEach(({ manifest }) => this.expect(manifest));
    this.registry.onChange(expectAll);
    expectAll();
  }

  /** One row was answered. */
  answered(manifest: Manifest, { prediction, probability }: RowPrediction): void {
    const { version, result, images } = this.labelsOf(manifest);
    this.count.inc(version);
    if (images > 0) this.images.inc(version, images);
    if (typeof prediction === 'object' && manifest.task === 'multilabel') {
      this.labelled(manifest, manifest.classes, prediction);
      return;
    }
    const labels = result(typeof prediction === 'string' ? prediction : REGRESSION_RESULT);
    this.total.inc(labels);
    if (probability !== undefined) this.confidence.observe(labels, probability);
  }

  private labelled(manifest: Manifest, names: readonly string[], flags: readonly (number | null)[]): void {
    const { result } = this.labelsOf(manifest);
    for (const [place, name] of names.entries()) {
      if (flags[place] === 1) this.total.inc(result(name));
      this.countLabel(manifest, name, flags[place] === 1);
    }
  }

  private countLabel(manifest: Manifest, attribute: string, isPresent: boolean, by = 1): void {
    const value = isPresent ? '1' : '0';
    this.labelTotal.inc({ ...versionLabels(versionOf(manifest)), attribute, value }, by);
  }

  private expect(manifest: Manifest): void {
    const { version, result, images } = this.labelsOf(manifest);
    this.count.inc(version, 0);
    if (images > 0) this.images.inc(version, 0);
    for (const name of manifest.classes ?? [REGRESSION_RESULT]) this.total.inc(result(name), 0);
    if (manifest.task !== 'multilabel') return;
    for (const name of manifest.classes)
      for (const isPresent of [true, false]) this.countLabel(manifest, name, isPresent, 0);
  }

  private labelsOf(manifest: Manifest): SeriesLabels {
    let labels = this.labels.get(manifest);
    if (labels === undefined) this.labels.set(manifest, (labels = seriesLabels(manifest)));
    return labels;
  }
}

type SeriesLabels = ReturnType<typeof seriesLabels>;

/** The labels of a version and of each of its results, and the number of images in a row. */
function seriesLabels(manifest: Manifest) {
  const version = versionLabels(versionOf(manifest));
  const withResult = (prediction_result: string) => ({ ...version, prediction_result });
  const results = new Map<string, ReturnType<typeof withResult>>();
  return {
    version,
    images: manifest.features.filter(({ type }) => type === 'image').length,
    result: (name: string) => {
      let labels = results.get(name);
      if (labels === undefined) results.set(name, (labels = withResult(name)));
      return labels;
    },
  };
}
