import { Injectable } from '@nestjs/common';
import { MetricSet, setOrRemove } from '@plumbline/metrics';
import { type ModelVersion, versionLabels } from '../../models/manifest/index.js';
import type { ShadowComparison } from './comparison.js';

const RESULTS = ['agreed', 'disagreed', 'failed', 'dropped'] as const;
const ROLES = ['champion', 'challenger'] as const;

/** The outcome of one row that a challenger was to predict. */
export type ShadowResult = (typeof RESULTS)[number];

/** Publishes how a challenger compares with the champion. */
@Injectable()
export class ShadowMetrics {
  private readonly metrics;

  constructor(metrics: MetricSet) {
    this.metrics = metrics.pick({
      predictions: 'shadow_predictions_total',
      f1: 'shadow_f1_score',
      error: 'shadow_prediction_error',
      window: 'monitoring_window_size',
    });
  }

  /** Creates every counter of a trial at 0. */
  begin(tried: ModelVersion): void {
    for (const result of RESULTS) this.count(tried, result, 0);
  }

  count(tried: ModelVersion, result: ShadowResult, rows = 1): void {
    this.metrics.predictions.inc({ ...versionLabels(tried), result }, rows);
  }

  /** Publishes the scores of the comparison, and removes absent ones. */
  compared(tried: ModelVersion, { rows, f1, meanAbsoluteError }: ShadowComparison): void {
    const labels = versionLabels(tried);
    this.metrics.window.set({ ...labels, window: 'shadow' }, rows);
    for (const role of ROLES) {
      setOrRemove(this.metrics.f1, { ...labels, role }, f1?.[role]);
      setOrRemove(this.metrics.error, { ...labels, role }, meanAbsoluteError?.[role]);
    }
  }

  /** Removes the gauges of a trial that ended. Counters stay. */
  end(tried: ModelVersion): void {
    this.compared(tried, { rows: 0 });
    this.metrics.window.remove({ ...versionLabels(tried), window: 'shadow' });
  }
}
