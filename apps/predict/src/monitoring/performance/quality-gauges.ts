import { Injectable } from '@nestjs/common';
import { type Metric, MetricSet, setOrRemove } from '@plumbline/metrics';
import { type ModelVersion, versionLabels } from '../../models/manifest/index.js';
import type { Quality } from './window-quality.js';

/** The `attribute` of models that predict one thing. */
const ATTRIBUTE = 'prediction';

/** Publishes the quality of each model version. What is not known is absent. */
@Injectable()
export class QualityGauges {
  private readonly f1: Metric<'prediction_f1_score'>;
  private readonly precision: Metric<'prediction_precision_score'>;
  private readonly recall: Metric<'prediction_recall_score'>;
  private readonly accuracy: Metric<'model_accuracy'>;
  private readonly error: Metric<'prediction_error'>;
  private readonly windowSize: Metric<'monitoring_window_size'>;

  constructor(metrics: MetricSet) {
    this.f1 = metrics.get('prediction_f1_score');
    this.precision = metrics.get('prediction_precision_score');
    this.recall = metrics.get('prediction_recall_score');
    this.accuracy = metrics.get('model_accuracy');
    this.error = metrics.get('prediction_error');
    this.windowSize = metrics.get('monitoring_window_size');
  }

  /** Sets what the quality has and removes the rest. */
  publish(version: ModelVersion, rows: number, quality: Quality): void {
    const labels = versionLabels(version);
    this.windowSize.set({ ...labels, window: 'feedback' }, rows);
    setOrRemove(this.f1, labels, quality.scores?.f1);
    setOrRemove(this.precision, labels, quality.scores?.precision);
    setOrRemove(this.recall, labels, quality.scores?.recall);
    setOrRemove(this.accuracy, { ...labels, attribute: ATTRIBUTE }, quality.accuracy);
    setOrRemove(this.error, labels, quality.meanAbsoluteError);
  }
}
