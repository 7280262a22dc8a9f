import { Injectable } from '@nestjs/common';
import { MetricSet, setOrRemove } from '@plumbline/metrics';
import {
  type Manifest,
  type ModelVersion,
  versionKey,
  versionLabels,
  versionOf,
} from '../../models/manifest/index.js';
import type { Quality } from '../quality/index.js';
import type { LabelledPrediction } from './feedback-window.js';

const OUTCOMES = ['tp', 'fp', 'fn'] as const;

/** The `attribute` of models with one target. */
const ATTRIBUTE = 'prediction';

/** The metrics of quality with labels: gauges over the feedback window, and counters of labelled predictions. */
@Injectable()
export class QualityMetrics {
  /** Whether each version that is counted is a classifier. */
  private versions: ReadonlyMap<string, boolean> = new Map();
  private readonly metrics;

  constructor(metrics: MetricSet) {
    this.metrics = metrics.pick({
      labelled: 'labelled_predictions_total',
      outcomes: 'prediction_outcomes_total',
      f1: 'prediction_f1_score',
      precision: 'prediction_precision_score',
      recall: 'prediction_recall_score',
      accuracy: 'model_accuracy',
      error: 'prediction_error',
      windowSize: 'monitoring_window_size',
    });
  }

  /** Publishes the scores of a window, and removes the gauges of those that are undefined. */
  publish(version: ModelVersion, rows: number, quality: Quality): void {
    const labels = versionLabels(version);
    this.metrics.windowSize.set({ ...labels, window: 'feedback' }, rows);
    setOrRemove(this.metrics.f1, labels, quality.scores?.f1);
    setOrRemove(this.metrics.precision, labels, quality.scores?.precision);
    setOrRemove(this.metrics.recall, labels, quality.scores?.recall);
    setOrRemove(this.metrics.accuracy, { ...labels, attribute: ATTRIBUTE }, quality.accuracy);
    setOrRemove(this.metrics.error, labels, quality.meanAbsoluteError);
  }

  /** Counts for these versions only, and creates their series at 0. Others would never be removed. */
  countOnly(manifests: readonly Manifest[]): void {
    this.versions = new Map(
      manifests.map((manifest) => [versionKey(versionOf(manifest)), manifest.classes !== null]),
    );
    for (const manifest of manifests) this.createSeries(manifest);
  }

  /**
   * Counts a labelled prediction; for a classifier also its outcome by class. Call it once for each, in the replica that
   * received its first feedback: then the sum over replicas is exact. A later correction does not change counters.
   */
  count(labelled: LabelledPrediction): void {
    const isClassifier = this.versions.get(versionKey(labelled));
    if (isClassifier === undefined) return;
    this.metrics.labelled.inc(versionLabels(labelled));
    if (!isClassifier) return;
    if (labelled.actual === labelled.predicted) {
      this.countOutcome(labelled, labelled.actual, 'tp');
    } else {
      this.countOutcome(labelled, labelled.predicted, 'fp');
      this.countOutcome(labelled, labelled.actual, 'fn');
    }
  }

  private createSeries(manifest: Manifest): void {
    const version = versionOf(manifest);
    this.metrics.labelled.inc(versionLabels(version), 0);
    for (const name of manifest.classes ?? []) {
      for (const outcome of OUTCOMES) this.countOutcome(version, name, outcome, 0);
    }
  }

  private countOutcome(
    version: ModelVersion,
    name: string,
    outcome: (typeof OUTCOMES)[number],
    by = 1,
  ): void {
    this.metrics.outcomes.inc({ ...versionLabels(version), class: name, outcome }, by);
  }
}
