import { Injectable } from '@nestjs/common';
import { type Metric, MetricSet, setOrRemove } from '@plumbline/metrics';
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
  private readonly labelled: Metric<'labelled_predictions_total'>;
  private readonly outcomes: Metric<'prediction_outcomes_total'>;
  private readonly f1: Metric<'prediction_f1_score'>;
  private readonly precision: Metric<'prediction_precision_score'>;
  private readonly recall: Metric<'prediction_recall_score'>;
  private readonly accuracy: Metric<'model_accuracy'>;
  private readonly error: Metric<'prediction_error'>;
  private readonly windowSize: Metric<'monitoring_window_size'>;

  constructor(metrics: MetricSet) {
    this.labelled = metrics.get('labelled_predictions_total');
    this.outcomes = metrics.get('prediction_outcomes_total');
    this.f1 = metrics.get('prediction_f1_score');
    this.precision = metrics.get('prediction_precision_score');
    this.recall = metrics.get('prediction_recall_score');
    this.accuracy = metrics.get('model_accuracy');
    this.error = metrics.get('prediction_error');
    this.windowSize = metrics.get('monitoring_window_size');
  }

  /** Publishes the scores of a window, and removes the gauges of those that are undefined. */
  publish(version: ModelVersion, rows: number, quality: Quality): void {
    const labels = versionLabels(version);
    this.windowSize.set({ ...labels, window: 'feedback' }, rows);
    setOrRemove(this.f1, labels, quality.scores?.f1);
    setOrRemove(this.precision, labels, quality.scores?.precision);
    setOrRemove(this.recall, labels, quality.scores?.recall);
    setOrRemove(this.accuracy, { ...labels, attribute: ATTRIBUTE }, quality.accuracy);
    setOrRemove(this.error, labels, quality.meanAbsoluteError);
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
    this.labelled.inc(versionLabels(labelled));
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
    this.labelled.inc(versionLabels(version), 0);
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
    this.outcomes.inc({ ...versionLabels(version), class: name, outcome }, by);
  }
}
