import { binLabels, binOf, outsideReference, type PreparedColumn } from '@plumbline/evaluation';
import { type Metric, MetricSet } from '@plumbline/metrics';
import { mapInSlices } from '@plumbline/tasks';
import {
  type Feature,
  type ScalarValue,
  type Manifest,
  versionLabels,
  versionOf,
} from '../../models/manifest/index.js';
import type { ColumnCounts, FeatureCounts, InputCounts } from './input-counts.js';

type VersionLabels = ReturnType<typeof versionLabels>;

const COUNTERS = ['drift_count_total', 'feature_values_total', 'feature_quality_total'] as const;

/** Adds the counts of inputs to the metrics. */
export class InputMetrics {
  private readonly drifted: Metric<'drift_count_total'>;
  private readonly values: Metric<'feature_values_total'>;
  private readonly quality: Metric<'feature_quality_total'>;
  private readonly reference: Metric<'feature_reference_ratio'>;

  /** @param beforeRead called when a counter is about to be read, to add the counts since the last time. */
  constructor(metrics: MetricSet, beforeRead: () => void) {
    this.drifted = metrics.get('drift_count_total');
    this.values = metrics.get('feature_values_total');
    this.quality = metrics.get('feature_quality_total');
    this.reference = metrics.get('feature_reference_ratio');
    for (const name of COUNTERS) metrics.beforeRead(name, beforeRead);
  }

  /** Creates every series of a model version at 0, so that rates see the first value, and publishes its reference. */
  async expect(manifest: Manifest, counts: InputCounts): Promise<void> {
    const labels = versionLabels(versionOf(manifest));
    this.drifted.inc(labels, 0);
    const byName = new Map(manifest.features.map((feature) => [feature.name, feature]));
    await mapInSlices(counts.features, (feature) =>
      this.expectFeature(labels, feature, byName.get(feature.name)),
    );
  }

  /** Adds the counts since the last time. */
  add(manifest: Manifest, counts: InputCounts): void {
    const labels = versionLabels(versionOf(manifest));
    const drifted = counts.takeDrifted();
    if (drifted > 0) this.drifted.inc(labels, drifted);
    for (const feature of counts.features) {
      const missing = feature.takeMissing();
      if (missing > 0) this.addMissing(labels, feature.name, missing);
      const elements = feature.takeMissingElements();
      if (elements > 0) this.addMissingElements(labels, feature.name, elements);
      for (const column of feature.columns) this.addColumn(labels, column);
    }
  }

  private expectFeature(labels: VersionLabels, feature: FeatureCounts, declared: Feature | undefined): void {
    if (feature.isText || declared?.nullable) this.addMissing(labels, feature.name, 0);
    if (feature.isArray && declared?.nullable) this.addMissingElements(labels, feature.name, 0);
    for (const { column } of feature.columns) this.expectColumn(labels, column, declared);
  }

  private expectColumn(labels: VersionLabels, column: PreparedColumn, feature: Feature | undefined): void {
    const own = { ...labels, feature: column.profile.name };
    const shares = referenceShares(column);
    for (const [at, bin] of binLabels(column).entries()) {
      this.values.inc({ ...own, bin }, 0);
      if (shares[at] !== undefined) this.reference.set({ ...own, bin }, shares[at]);
    }
    if (feature !== undefined && canBeOutside(column, feature)) {
      this.quality.inc({ ...own, issue: issueOf(column) }, 0);
    }
  }

  private addMissing(labels: VersionLabels, feature: string, count: number): void {
    this.quality.inc({ ...labels, feature, issue: 'missing' }, count);
  }

  private addMissingElements(labels: VersionLabels, feature: string, count: number): void {
    this.quality.inc({ ...labels, feature, issue: 'missing_elements' }, count);
  }

  private addColumn(labels: VersionLabels, counts: ColumnCounts): void {
    const { column } = counts;
    const { bins, outside } = counts.take();
    const own = { ...labels, feature: column.profile.name };
    for (const [at, bin] of binLabels(column).entries()) {
      const count = bins[at] ?? 0;
      if (count > 0) this.values.inc({ ...own, bin }, count);
    }
    if (outside > 0) this.quality.inc({ ...own, issue: issueOf(column) }, outside);
  }
}

/** The `issue` label of a column's values outside the reference. */
function issueOf({ profile }: PreparedColumn): 'out_of_range' | 'new_category' {
  return profile.kind === 'numerical' ? 'out_of_range' : 'new_category';
}

/** Whether the manifest allows a value outside the reference of the column. */
function canBeOutside(column: PreparedColumn, feature: Feature): boolean {
  const isOutside = (value: ScalarValue | undefined) =>
    value === undefined || outsideReference(column, value);
  switch (feature.type) {
    case 'number':
    case 'integer':
      return isOutside(feature.minimum) || isOutside(feature.maximum);
    case 'category':
      return feature.allow_unknown || feature.categories.some(isOutside);
    case 'boolean':
      return [false, true].some(isOutside);
    case 'date':
    case 'text':
    case 'array':
    case 'image':
      return true;
  }
}

/**
 * The share of the reference in each fixed bin, in the order of `binLabels`. Undefined for a category that the reference
 * does not have, which becomes a bin when it is first seen; numeric bins always exist.
 */
function referenceShares(column: PreparedColumn): (number | undefined)[] {
  const { profile } = column;
  const values = profile.kind === 'numerical' ? profile.values : profile.categories;
  const counts = new Float64Array(binLabels(column).length);
  for (const [index, value] of values.entries()) {
    const bin = binOf(column, value);
    if (bin !== undefined) counts[bin]! += profile.counts[index] ?? 0;
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Array.from(counts, (count) =>
    total === 0 || (count === 0 && profile.kind === 'categorical') ? undefined : count / total,
  );
}
