import type { Category } from '../drift/categorical-sample.js';
import type { ColumnProfile } from './reference-profile.js';

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
