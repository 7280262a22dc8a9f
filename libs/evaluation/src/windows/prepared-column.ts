import {
  type CategoricalColumnProfile,
  type ColumnProfile,
  type NumericColumnProfile,
  sampleOfCounts,
} from '../profiles/index.js';
import { CategoricalSample, type Category, type RawValue, type Sample } from '../samples/index.js';
import { upperBound } from '../statistics/index.js';

/** A column of a profile, prepared for comparison. Build it once and use it for every value. */
export interface PreparedColumn {
  readonly profile: ColumnProfile;
  /** The reference values. */
  readonly reference: Sample;
  /** Inner edges of the fixed bins; null of a categorical column. */
  readonly edges: Float64Array | null;
  /** The bins of the categories that have their own. */
  readonly bins: ReadonlyMap<RawValue, number>;
  /** Categories that occur in the reference. */
  readonly present: ReadonlySet<RawValue>;
  readonly labels: readonly string[];
  /** The number of reference rows in each fixed bin. */
  readonly referenceCounts: readonly number[];
}

/** The parts of a column that give the bin of a value. */
type Bins = Pick<PreparedColumn, 'edges' | 'bins' | 'labels'>;

/** The parts of a profile that its fixed bins depend on. */
type BinnedProfile =
  | Pick<NumericColumnProfile, 'kind' | 'edges'>
  | Pick<CategoricalColumnProfile, 'kind' | 'categories' | 'counts'>;

/** The fixed bins of a column of the reference. */
export function fixedBins(profile: BinnedProfile): Bins {
  return {
    edges: profile.kind === 'numerical' ? Float64Array.from(profile.edges) : null,
    bins: new Map(binnedCategories(profile).map((category, bin) => [category, bin])),
    labels: labelsOf(profile),
  };
}

/** Prepares a column, which may come from JSON. */
export function prepareColumn(profile: ColumnProfile): PreparedColumn {
  const bins = fixedBins(profile);
  const values = profile.kind === 'numerical' ? profile.values : profile.categories;
  return {
    profile,
    reference: referenceOf(profile),
    ...bins,
    present: new Set(
      profile.kind === 'numerical' ? [] : values.filter((_, code) => (profile.counts[code] ?? NaN) > 0),
    ),
    referenceCounts: countBins(bins, values, profile.counts),
  };
}

/** The number of rows in each fixed bin. @param counts the rows of each value. */
export function countBins(
  bins: Bins,
  values: ArrayLike<string | number>,
  counts: ArrayLike<number>,
): number[] {
  const binned = bins.labels.map(() => 0);
  for (let index = 0; index < values.length; index++) {
    const bin = binOf(bins, values[index]);
    if (bin !== undefined) binned[bin] = (binned[bin] ?? 0) + (counts[index] ?? NaN);
  }
  return binned;
}

/**
 * The fixed bin of a value, as an index into `binLabels`; undefined when the value is missing, infinite or of another type.
 * Fast enough for every request.
 */
export function binOf({ edges, bins, labels }: Bins, value: RawValue): number | undefined {
  if (edges !== null) {
    return typeof value === 'number' && Number.isFinite(value) ? upperBound(edges, value) : undefined;
  }
  if (value == null || Number.isNaN(value)) return undefined;
  return bins.get(typeof value === 'boolean' ? Number(value) : value) ?? labels.length - 1;
}

/**
 * The labels of the fixed bins: intervals such as `[120,140)` with open outer ones, or the categories and `__other__`. They
 * depend on the reference alone, so counts by bin can be added over replicas and time.
 */
export function binLabels({ labels }: PreparedColumn): readonly string[] {
  return labels;
}

/** Whether a value is outside the range of the reference, or is a category that the reference does not have. */
export function outsideReference({ profile, present }: PreparedColumn, value: RawValue): boolean {
  if (value == null || Number.isNaN(value)) return false;
  if (profile.kind === 'categorical') return !present.has(typeof value === 'boolean' ? Number(value) : value);
  const { values } = profile;
  return Number(value) < (values[0] ?? NaN) || Number(value) > (values[values.length - 1] ?? NaN);
}

function referenceOf(profile: ColumnProfile): Sample {
  if (profile.kind === 'numerical') return sampleOfCounts(profile);
  return CategoricalSample.fromCounts(
    profile.categories.map((name, code) => [name, profile.counts[code] ?? NaN]),
  );
}

/** The bin of values the reference does not have. */
const OTHER_BIN = '__other__';

/** The maximum number of categories with their own bin; the most frequent ones are taken. */
export const MAX_CATEGORY_BINS = 100;

/** The digits in the labels of numeric bins. */
const MIN_DIGITS = 4;
const MAX_DIGITS = 17;

/** The labels of a column's fixed bins: intervals, or categories and `__other__`. */
function labelsOf(profile: BinnedProfile): string[] {
  if (profile.kind === 'categorical') return [...binnedCategories(profile).map(String), OTHER_BIN];
  const edges = edgeTexts(profile.edges);
  return ['-inf', ...edges].map((from, bin) => {
    const to = edges[bin] ?? '+inf';
    return `${bin === 0 ? '(' : '['}${from},${to})`;
  });
}

/** The categories with their own bin, in order; none for a numeric column. */
function binnedCategories(profile: BinnedProfile): readonly Category[] {
  if (profile.kind === 'numerical') return [];
  const { categories, counts } = profile;
  if (categories.length <= MAX_CATEGORY_BINS) return categories;
  const byCount = categories
    .map((_, index) => index)
    .sort((a, b) => (counts[b] ?? NaN) - (counts[a] ?? NaN) || a - b);
  const kept = new Set(byCount.slice(0, MAX_CATEGORY_BINS));
  return categories.filter((_, index) => kept.has(index));
}

/** Edges with as few digits as distinguish them. */
function edgeTexts(edges: readonly number[]): string[] {
  for (let digits = MIN_DIGITS; digits < MAX_DIGITS; digits++) {
    const texts = edges.map((edge) => String(Number(edge.toPrecision(digits))));
    if (new Set(texts).size === edges.length) return texts;
  }
  return edges.map(String);
}
