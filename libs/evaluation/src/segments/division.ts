import type { RawColumn, RawValue } from '../samples/index.js';
import { quantile, upperBound } from '../statistics/index.js';

/** How the values of a column are written in conditions. */
export type ValueWords = 'number' | 'date' | 'boolean' | 'category';

/** How the values of a column are divided into bins. The last bin holds the missing values. */
export interface Division {
  readonly name: string;
  readonly words: ValueWords;
  /** Inner edges of the bins of numbers, ascending; null for categories. */
  readonly edges: readonly number[] | null;
  /** Categories with a bin of their own, before the bin of all others; empty for numbers. */
  readonly categories: readonly (string | number)[];
  /** A label for each bin. */
  readonly labels: readonly string[];
}

/** The bin of the categories without one of their own. */
export const OTHER_SEGMENT = '__other__';
const MISSING_SEGMENT = 'missing';

/** Divides numbers at edges. */
export function numericDivision(name: string, words: ValueWords, edges: readonly number[]): Division {
  const texts = edges.map((edge) => valueText(words, edge));
  const labels = ['-inf', ...texts].map((from, bin) => {
    return `${bin === 0 ? '(' : '['}${from},${texts[bin] ?? '+inf'})`;
  });
  return { name, words, edges, categories: [], labels: [...labels, MISSING_SEGMENT] };
}

/** Gives each category a bin. */
export function categoricalDivision(
  name: string,
  words: ValueWords,
  categories: readonly (string | number)[],
): Division {
  const labels = categories.map((category) => valueText(words, category));
  return { name, words, edges: null, categories, labels: [...labels, OTHER_SEGMENT, MISSING_SEGMENT] };
}

/** The fewest digits that edges are rounded to. */
const MIN_DIGITS = 4;
const MAX_DIGITS = 17;

/**
 * Edges that divide ascending values into parts of about the same size, with as few digits as distinguish them. Fewer where
 * values repeat: no edge is at or below the smallest value.
 */
export function quantileEdges(sorted: Float64Array, parts: number, words: ValueWords): number[] {
  const cuts = Array.from({ length: parts - 1 }, (_, index) => quantile(sorted, (index + 1) / parts));
  const distinct = [...new Set(cuts)].filter((cut) => cut > (sorted[0] ?? NaN));
  if (words === 'date') return [...new Set(distinct.map(Math.ceil))];
  for (let digits = MIN_DIGITS; digits < MAX_DIGITS; digits++) {
    const rounded = new Set(distinct.map((edge) => Number(edge.toPrecision(digits))));
    if (rounded.size === distinct.length && !rounded.has(sorted[0] ?? NaN)) return [...rounded];
  }
  return distinct;
}

/** The bin of each value, as an index into `labels`. */
export function binsOf(division: Division, values: RawColumn): Uint8Array {
  const bins = new Uint8Array(values.length);
  const places = new Map(division.categories.map((category, bin) => [category, bin]));
  const edges = division.edges && Float64Array.from(division.edges);
  const missing = division.labels.length - 1;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (isAbsent(value)) bins[row] = missing;
    else if (edges !== null) bins[row] = upperBound(edges, Number(value));
    else bins[row] = places.get(typeof value === 'boolean' ? Number(value) : value) ?? missing - 1;
  }
  return bins;
}

/** A condition in words for the bins from one to another: `age >= 54`, `sex = male`. */
export function conditionOf({ name, words, edges, labels }: Division, first: number, last = first): string {
  const label = labels[first] ?? '';
  if (label === MISSING_SEGMENT && first === labels.length - 1) return `${name} is missing`;
  if (edges === null) {
    return label === OTHER_SEGMENT ? `${name} is another value` : `${name} = ${label}`;
  }
  const [from, to] = [edges[first - 1], edges[last]].map((edge) =>
    edge === undefined ? undefined : valueText(words, edge),
  );
  if (from === undefined) return to === undefined ? `${name} is present` : `${name} < ${to}`;
  return to === undefined ? `${name} >= ${from}` : `${from} <= ${name} < ${to}`;
}

const DAY_MS = 86_400_000;

function valueText(words: ValueWords, value: string | number): string {
  if (words === 'boolean') return value === 1 ? 'true' : 'false';
  return words === 'date' ? new Date(Number(value) * DAY_MS).toISOString().slice(0, 10) : String(value);
}

function isAbsent(value: RawValue): value is null | undefined {
  return value == null || (typeof value === 'number' && !Number.isFinite(value));
}
