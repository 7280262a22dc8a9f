import { Injectable } from '@nestjs/common';
import { MetricSet, setOrRemove } from '@plumbline/metrics';
import {
  type Manifest,
  type ModelVersion,
  versionKey,
  versionLabels,
  versionOf,
} from '../../models/manifest/index.js';
import { OTHER_CLASS, partsOfText } from '../../models/outcomes/index.js';
import type { Quality } from '../quality/index.js';
import type { LabelledPrediction } from './feedback-window.js';

const OUTCOMES = ['tp', 'fp', 'fn'] as const;

/** The `attribute` of models with one target. */
const ATTRIBUTE = 'prediction';

/** The metrics of quality with labels: gauges over the feedback window, and counters of labelled predictions. */
@Injectable()
export class QualityMetrics {
  /** The manifests of the versions that are counted. */
  private versions: ReadonlyMap<string, Manifest> = new Map();
  private readonly metrics;

  constructor(metrics: MetricSet) {
    this.metrics = metrics.pick({
      labelled: 'labelled_predictions_total',
      outcomes: 'prediction_outcomes_total',
      lost: 'feedback_changes_lost_total',
      f1: 'prediction_f1_score',
      precision: 'prediction_precision_score',
      recall: 'prediction_recall_score',
      accuracy: 'model_accuracy',
      error: 'prediction_error',
      targetError: 'prediction_target_error',
      windowSize: 'monitoring_window_size',
    });
  }

  /** Publishes the scores of a window, and removes the gauges of those that are undefined. */
  publish(manifest: Manifest, rows: number, quality: Quality): void {
    const labels = versionLabels(versionOf(manifest));
    const { metrics } = this;
    metrics.windowSize.set({ ...labels, window: 'feedback' }, rows);
    setOrRemove(metrics.f1, labels, known(quality.scores?.f1));
    setOrRemove(metrics.precision, labels, known(quality.scores?.precision));
    setOrRemove(metrics.recall, labels, known(quality.scores?.recall));
    setOrRemove(metrics.error, labels, quality.meanAbsoluteError);
    if (manifest.task === 'multilabel') {
      for (const attribute of manifest.classes)
        setOrRemove(metrics.accuracy, { ...labels, attribute }, known(quality.labelAccuracies?.[attribute]));
    } else {
      setOrRemove(metrics.accuracy, { ...labels, attribute: ATTRIBUTE }, quality.accuracy);
    }
    for (const target of (manifest.task === 'regression' && manifest.targets) || [])
      setOrRemove(metrics.targetError, { ...labels, target }, quality.targetErrors?.[target]);
  }

  /** Counts for these versions only, and creates their series at 0. Others would never be removed. */
  countOnly(manifests: readonly Manifest[]): void {
    this.versions = new Map(manifests.map((manifest) => [versionKey(versionOf(manifest)), manifest]));
    for (const manifest of manifests) this.createSeries(manifest);
  }

  /**
   * Counts a labelled prediction; of classes and labels also its outcome by class. Call it once for each, in the replica that
   * received its first feedback: then the sum over replicas is exact. A later correction does not change counters, nor does
   * a label that is learnt later.
   */
  count(labelled: LabelledPrediction): void {
    const manifest = this.versions.get(versionKey(labelled));
    if (manifest === undefined) return;
    this.metrics.labelled.inc(versionLabels(labelled));
    if (manifest.task === 'multilabel') this.countLabels(labelled, manifest.classes);
    else if (manifest.task !== 'regression') this.countClass(labelled, manifest.classes);
  }

  /** The database has lost changes that the window of a version contains. */
  countLost(manifest: Manifest, changes: number): void {
    this.metrics.lost.inc(versionLabels(versionOf(manifest)), changes);
  }

  private countLabels(labelled: LabelledPrediction, names: readonly string[]): void {
    const [actual, predicted] = [partsOfText(labelled.actual), partsOfText(labelled.predicted)];
    for (const [place, name] of names.entries()) {
      if (actual[place] == null) continue;
      if (actual[place] === 1) this.countOutcome(labelled, name, predicted[place] === 1 ? 'tp' : 'fn');
      else if (predicted[place] === 1) this.countOutcome(labelled, name, 'fp');
    }
  }

  private countClass(labelled: LabelledPrediction, names: readonly string[]): void {
    if (labelled.actual === labelled.predicted) {
      this.countOutcome(labelled, labelled.actual, 'tp');
    } else {
      this.countOutcome(labelled, labelled.predicted, 'fp');
      const isKnown = names.includes(labelled.actual);
      this.countOutcome(labelled, isKnown ? labelled.actual : OTHER_CLASS, 'fn');
    }
  }

  private createSeries(manifest: Manifest): void {
    const version = versionOf(manifest);
    this.metrics.labelled.inc(versionLabels(version), 0);
    this.metrics.lost.inc(versionLabels(version), 0);
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

/** Undefined for NaN, which a score without rows is. */
function known(value: number | undefined): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
