import { CategoricalSample } from '../drift/categorical-sample.js';
import type { Sample } from '../drift/sample.js';
import { upperBound } from '../statistics/sorted-search.js';
import { binnedCategories, labelsOf } from './bin-labels.js';
import { sampleOfCounts } from './column-sketch.js';
import type { RawValue } from './profile-spec.js';
import type { ColumnProfile } from './reference-profile.js';

/** A column of a profile with all that its values are compared by. Build it once, use it for every value. */
export interface PreparedColumn {
  readonly profile: ColumnProfile;
  /** The reference values. */
  readonly reference: Sample;
  /** Inner edges of the fixed bins; null of a categorical column. */
  readonly edges: Float64Array | null;
  /** The bin of every category that has one of its own. */
  readonly bins: ReadonlyMap<RawValue, number>;
  /** Categories that occur in the reference. */
  readonly present: ReadonlySet<RawValue>;
  readonly labels: readonly string[];
  /** How many rows of the reference lie in each fixed bin. */
  readonly referenceCounts: readonly number[];
}

/** What tells the bin of a value. */
type Bins = Pick<PreparedColumn, 'edges' | 'bins' | 'labels'>;

/** Prepares a column, also one that was read from JSON. */
export function prepareColumn(profile: ColumnProfile): PreparedColumn {
  const bins = {
    edges: profile.kind === 'numerical' ? Float64Array.from(profile.edges) : null,
    bins: new Map(binnedCategories(profile).map((category, bin) => [category, bin])),
    labels: labelsOf(profile),
  };
  const values = profile.kind === 'numerical' ? profile.values : profile.categories;
  return {
    profile,
    reference: referenceOf(profile),
    ...bins,
    present: new Set(
      profile.kind === 'numerical' ? [] : values.filter((_, code) => profile.counts[code]! > 0),
    ),
    referenceCounts: countBins(bins, values, profile.counts),
  };
}

/** How many rows lie in each of the fixed bins. @param counts rows of each value. */
export function countBins(
  bins: Bins,
  values: ArrayLike<string | number>,
  counts: ArrayLike<number>,
): number[] {
  const binned = bins.labels.map(() => 0);
  for (let index = 0; index < values.length; index++) {
    const bin = binOf(bins, values[index]);
    if (bin !== undefined) binned[bin]! += counts[index]!;
  }
  return binned;
}

/**
 * The fixed bin of a value, an index into `binLabels`; undefined when it is missing, infinite or of another type. Fast
 * enough for every request.
 */
export function binOf({ edges, bins, labels }: Bins, value: RawValue): number | undefined {
  if (edges !== null) {
    return typeof value === 'number' && Number.isFinite(value) ? upperBound(edges, value) : undefined;
  }
  if (value == null || Number.isNaN(value)) return undefined;
  return bins.get(typeof value === 'boolean' ? Number(value) : value) ?? labels.length - 1;
}

/**
 * The labels of the fixed bins: intervals such as `[120,140)`, the outer ones open, or the categories and `__other__`.
 * They depend on the reference alone, so counts by bin can be added over replicas and time.
 */
export function binLabels({ labels }: PreparedColumn): readonly string[] {
  return labels;
}

/** Whether a value is below the reference's smallest or above its largest, or a category that it does not have. */
export function outsideReference({ profile, present }: PreparedColumn, value: RawValue): boolean {
  if (value == null || Number.isNaN(value)) return false;
  if (profile.kind === 'categorical') return !present.has(typeof value === 'boolean' ? Number(value) : value);
  const { values } = profile;
  return values.length > 0 && (Number(value) < values[0]! || Number(value) > values[values.length - 1]!);
}

function referenceOf(profile: ColumnProfile): Sample {
  if (profile.kind === 'numerical') return sampleOfCounts(profile);
  return CategoricalSample.fromCounts(profile.categories.map((name, code) => [name, profile.counts[code]!]));
}
