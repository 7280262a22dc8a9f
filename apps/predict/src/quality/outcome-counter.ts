import { Injectable } from '@nestjs/common';
import { type Metric, MetricSet } from '@plumbline/metrics';
import type { Manifest } from '../models/manifest.schema.js';
import type { LabelledPrediction } from './labelled-prediction.js';

const OUTCOMES = ['tp', 'fp', 'fn'] as const;

/**
 * Counts labelled predictions by class and outcome, each once, in the replica that accepted its first feedback: the sum
 * over replicas is exact. A counter cannot go down, so a later correction does not change it; the windows follow.
 */
@Injectable()
export class OutcomeCounter {
  private classifiers: ReadonlySet<string> = new Set();
  private readonly outcomes: Metric<'prediction_outcomes_total'>;

  constructor(metrics: MetricSet) {
    this.outcomes = metrics.get('prediction_outcomes_total');
  }

  /** Counts for these versions and no other: a series of a version that is not served would never go. */
  countOnly(manifests: readonly Manifest[]): void {
    const classifiers = manifests.filter(({ classes }) => classes !== null);
    this.classifiers = new Set(classifiers.map(({ name, version }) => `${name}/${version}`));
    for (const manifest of manifests) this.expect(manifest);
  }

  /** Makes every series of a model version exist, at 0. A regression has none. */
  private expect({ name: model, version, classes }: Manifest): void {
    for (const name of classes ?? []) {
      for (const outcome of OUTCOMES) this.count({ model, version }, name, outcome, 0);
    }
  }

  /** Counts one labelled prediction; the errors of a regression are not counted. */
  add(labelled: LabelledPrediction): void {
    if (!this.classifiers.has(`${labelled.model}/${labelled.version}`)) return;
    if (labelled.actual === labelled.predicted) {
      this.count(labelled, labelled.actual, 'tp');
    } else {
      this.count(labelled, labelled.predicted, 'fp');
      this.count(labelled, labelled.actual, 'fn');
    }
  }

  private count(
    { model, version }: { model: string; version: number },
    name: string,
    outcome: (typeof OUTCOMES)[number],
    by = 1,
  ): void {
    this.outcomes.inc({ model, version: String(version), class: name, outcome }, by);
  }
}
