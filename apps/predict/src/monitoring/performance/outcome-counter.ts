import { Injectable } from '@nestjs/common';
import { type Metric, MetricSet } from '@plumbline/metrics';
import {
  type Manifest,
  type ModelVersion,
  versionKey,
  versionLabels,
  versionOf,
} from '../../models/manifest/index.js';
import type { LabelledPrediction } from './labelled-prediction.js';

const OUTCOMES = ['tp', 'fp', 'fn'] as const;

/**
 * Counts labelled predictions, those of classifiers by class and outcome as well, each once, in the replica that accepted
 * its first feedback: the sum over replicas is exact. A counter cannot go down, so a later correction does not change it;
 * the windows follow.
 */
@Injectable()
export class OutcomeCounter {
  /** Whether each version that is counted is a classifier. */
  private versions: ReadonlyMap<string, boolean> = new Map();
  private readonly labelled: Metric<'labelled_predictions_total'>;
  private readonly outcomes: Metric<'prediction_outcomes_total'>;

  constructor(metrics: MetricSet) {
    this.labelled = metrics.get('labelled_predictions_total');
    this.outcomes = metrics.get('prediction_outcomes_total');
  }

  /** Counts for these versions and no other: a series of a version that is not served would never go. */
  countOnly(manifests: readonly Manifest[]): void {
    this.versions = new Map(
      manifests.map((manifest) => [versionKey(versionOf(manifest)), manifest.classes !== null]),
    );
    for (const manifest of manifests) this.expect(manifest);
  }

  /** Makes every series of a model version exist, at 0. A regression has no outcomes. */
  private expect(manifest: Manifest): void {
    const version = versionOf(manifest);
    this.labelled.inc(versionLabels(version), 0);
    for (const name of manifest.classes ?? []) {
      for (const outcome of OUTCOMES) this.count(version, name, outcome, 0);
    }
  }

  /** Counts one labelled prediction, and its outcome unless it is that of a regression. */
  add(labelled: LabelledPrediction): void {
    const classifier = this.versions.get(versionKey(labelled));
    if (classifier === undefined) return;
    this.labelled.inc(versionLabels(labelled));
    if (!classifier) return;
    if (labelled.actual === labelled.predicted) {
      this.count(labelled, labelled.actual, 'tp');
    } else {
      this.count(labelled, labelled.predicted, 'fp');
      this.count(labelled, labelled.actual, 'fn');
    }
  }

  private count(version: ModelVersion, name: string, outcome: (typeof OUTCOMES)[number], by = 1): void {
    this.outcomes.inc({ ...versionLabels(version), class: name, outcome }, by);
  }
}
