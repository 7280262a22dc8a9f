import { type ColumnProfile, type RawValue, sampleOfCounts } from '../profiles/index.js';
import { CategoricalSample, type Category, type Sample } from '../samples/index.js';
import { upperBound } from '../statistics/index.js';

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

/** The bin of values the reference does not have. */
export const OTHER_BIN = '__other__';

/** Of more categories than this only the most frequent have a bin of their own. */
const MAX_CATEGORY_BINS = 100;

/** Labels of numeric bins have at least so many digits. */
const LEAST_DIGITS = 4;
const MOST_DIGITS = 17;

/** The labels of a column's fixed bins: intervals, or categories and `__other__`. */
export function labelsOf(profile: ColumnProfile): string[] {
  if (profile.kind === 'categorical') return [...binnedCategories(profile).map(String), OTHER_BIN];
  const edges = edgeTexts(profile.edges);
  return ['-inf', ...edges].map((from, bin) => {
    const to = edges[bin] ?? '+inf';
    return `${bin === 0 ? '(' : '['}${from},${to})`;
  });
}

/** Categories that have a bin of their own, in order; none of a numeric column. */
export function binnedCategories(profile: ColumnProfile): readonly Category[] {
  if (profile.kind === 'numerical') return [];
  const { categories, counts } = profile;
  if (categories.length <= MAX_CATEGORY_BINS) return categories;
  const byCount = categories.map((_, index) => index).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const kept = new Set(byCount.slice(0, MAX_CATEGORY_BINS));
  return categories.filter((_, index) => kept.has(index));
}

/** Edges in as few digits as tell them apart. */
function edgeTexts(edges: readonly number[]): string[] {
  for (let digits = LEAST_DIGITS; digits < MOST_DIGITS; digits++) {
    const texts = edges.map((edge) => String(Number(edge.toPrecision(digits))));
    if (new Set(texts).size === edges.length) return texts;
  }
  return edges.map(String);
}
