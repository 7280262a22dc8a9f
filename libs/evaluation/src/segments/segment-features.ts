import type { PreparedColumn, PreparedProfile } from '../windows/index.js';
import {
  binsOf,
  categoricalDivision,
  type Division,
  numericDivision,
  quantileEdges,
  type ValueWords,
} from './division.js';

/** The most segments of one feature, with those of other and of missing values. */
export const MAX_SEGMENTS = 20;
const QUARTERS = 4;

/** A feature whose values divide the rows, and the reference rows in each segment. */
export interface SegmentFeature extends Division {
  readonly referenceCounts: readonly number[];
}

/**
 * The segments of features: their categories, or the quarters of the reference. They depend on the profile alone. Of more
 * categories than fit, the most frequent ones of the reference have a segment.
 * @param features by name, with how their values are written; those that are not compared by value are left out.
 */
export function segmentFeatures(
  { profile, columns }: PreparedProfile,
  features: readonly { readonly name: string; readonly words: ValueWords }[],
): SegmentFeature[] {
  return features.flatMap(({ name, words }) => {
    const column = columns.find((one) => one.profile.feature === name && one.profile.descriptor === null);
    return column === undefined ? [] : [segmentFeature(column, words, profile.rows)];
  });
}

function segmentFeature(column: PreparedColumn, words: ValueWords, rows: number): SegmentFeature {
  const { profile, reference } = column;
  const division =
    reference.kind === 'numerical'
      ? numericDivision(profile.name, words, quantileEdges(reference.sorted, QUARTERS, words))
      : categoricalDivision(profile.name, words, frequentCategories(column));
  const { values, counts } = reference.counts;
  const known = division.labels.map(() => 0);
  // A column that is kept as quantiles has fewer values than the reference has rows.
  const scale = profile.rows / reference.size || 0;
  binsOf(division, values).forEach((bin, index) => {
    known[bin] = (known[bin] ?? 0) + scale * (counts[index] ?? 0);
  });
  known[known.length - 1] = rows - profile.rows;
  return { ...division, referenceCounts: known.map(Math.round) };
}

/** In the order of the profile. */
function frequentCategories({ profile }: PreparedColumn): readonly (string | number)[] {
  if (profile.kind === 'numerical') return [];
  const { categories, counts } = profile;
  const places = categories.map((_, place) => place);
  const kept = new Set(
    places.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b).slice(0, MAX_SEGMENTS - 2),
  );
  return categories.filter((_, place) => kept.has(place));
}
