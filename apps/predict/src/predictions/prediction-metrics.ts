import { Injectable } from '@nestjs/common';
import { type Metric, MetricSet } from '@plumbline/metrics';
import type { Outcome } from '../models/served-model.js';
import type { Manifest } from '../models/manifest.schema.js';

/** The `prediction_result` of a regression, whose results have no bound. */
const REGRESSION_RESULT = 'value';

/** Counts the predictions that were answered. */
@Injectable()
export class PredictionMetrics {
  private readonly total: Metric<'predictions_total'>;
  private readonly confidence: Metric<'prediction_confidence_score'>;

  constructor(metrics: MetricSet) {
    this.total = metrics.get('predictions_total');
    this.confidence = metrics.get('prediction_confidence_score');
  }

  /** Makes every series of a model exist before its first prediction, so that rates see the first one. */
  expect(manifest: Manifest): void {
    for (const result of manifest.classes ?? [REGRESSION_RESULT])
      this.total.inc(labelsOf(manifest, result), 0);
  }

  /** One row was answered. */
  answered(manifest: Manifest, { prediction, probability }: Outcome): void {
    const labels = labelsOf(manifest, typeof prediction === 'string' ? prediction : REGRESSION_RESULT);
    this.total.inc(labels);
    if (probability !== undefined) this.confidence.observe(labels, probability);
  }
}

function labelsOf({ name, version }: Manifest, prediction_result: string) {
  return { model: name, version: String(version), prediction_result };
}
