import { binLabels, type PreparedColumn } from '@plumbline/evaluation';
import { type Metric, MetricSet } from '@plumbline/metrics';
import { type Manifest, versionLabels, versionOf } from '../../models/manifest/index.js';
import type { ColumnCounts } from './column-counts.js';
import type { InputCounts } from './input-counts.js';
import { canBeOutside, issueOf } from './possible-issue.js';
import { referenceShares } from './reference-shares.js';

type VersionLabels = ReturnType<typeof versionLabels>;

const COUNTERS = ['drift_count_total', 'feature_values_total', 'feature_quality_total'] as const;

/** Hands over to the metrics what was counted of the inputs. */
export class InputMetrics {
  private readonly drifted: Metric<'drift_count_total'>;
  private readonly values: Metric<'feature_values_total'>;
  private readonly quality: Metric<'feature_quality_total'>;
  private readonly reference: Metric<'feature_reference_ratio'>;

  /** @param beforeRead called when a counter is about to be read, to add what was counted meanwhile. */
  constructor(metrics: MetricSet, beforeRead: () => void) {
    this.drifted = metrics.get('drift_count_total');
    this.values = metrics.get('feature_values_total');
    this.quality = metrics.get('feature_quality_total');
    this.reference = metrics.get('feature_reference_ratio');
    for (const name of COUNTERS) metrics.beforeRead(name, beforeRead);
  }

  /** Makes every series of a model version exist, so that rates see the first value, and says what its reference is like. */
  expect(manifest: Manifest, counts: InputCounts): void {
    this.drifted.inc(versionLabels(versionOf(manifest)), 0);
    for (const feature of counts.features) {
      if (feature.isText) this.addMissing(versionLabels(versionOf(manifest)), feature.name, 0);
      for (const { column } of feature.columns) this.expectColumn(manifest, column);
    }
  }

  /** Adds what was counted since the last time. */
  add(manifest: Manifest, counts: InputCounts): void {
    const labels = versionLabels(versionOf(manifest));
    const drifted = counts.takeDrifted();
    if (drifted > 0) this.drifted.inc(labels, drifted);
    for (const feature of counts.features) {
      const missing = feature.takeMissing();
      if (missing > 0) this.addMissing(labels, feature.name, missing);
      for (const column of feature.columns) this.addColumn(labels, column);
    }
  }

  private expectColumn(manifest: Manifest, column: PreparedColumn): void {
    const own = { ...versionLabels(versionOf(manifest)), feature: column.profile.name };
    const shares = referenceShares(column);
    for (const [at, bin] of binLabels(column).entries()) {
      this.values.inc({ ...own, bin }, 0);
      if (shares[at] !== undefined) this.reference.set({ ...own, bin }, shares[at]);
    }
    const feature = manifest.features.find(({ name }) => name === column.profile.feature);
    if (feature !== undefined && canBeOutside(column, feature)) {
      this.quality.inc({ ...own, issue: issueOf(column) }, 0);
    }
  }

  private addMissing(labels: VersionLabels, feature: string, count: number): void {
    this.quality.inc({ ...labels, feature, issue: 'missing' }, count);
  }

  private addColumn(labels: VersionLabels, counts: ColumnCounts): void {
    const { column } = counts;
    const { bins, outside } = counts.take();
    const own = { ...labels, feature: column.profile.name };
    for (const [at, bin] of binLabels(column).entries()) {
      if (bins[at]! > 0) this.values.inc({ ...own, bin }, bins[at]);
    }
    if (outside > 0) this.quality.inc({ ...own, issue: issueOf(column) }, outside);
  }
}
