import type { RawValue } from '../samples/index.js';
import { upperBound } from '../statistics/index.js';
import { sampleOfCounts } from './column-quantiles.js';
import type { ColumnProfile } from './reference-profile.js';

/** The cells that the values of a column are divided into, by the reference. A code fits into six bits. */
export interface ColumnCells {
  readonly codeOf: (value: RawValue) => number;
  /** For each code the middle rank of its cell in the reference, with mean 0 and deviation 1 over evenly filled cells. */
  readonly scores: Float64Array;
  /** The codes of the most frequent categories; none for a numeric column. */
  readonly categories: readonly number[];
}

/** The number of codes, the last two of which are other categories and missing values. */
export const CODES = 64;
const OTHER = CODES - 2;
const MISSING = CODES - 1;
/** Cells of a numeric column, by quantiles. */
const NUMERIC_CELLS = 32;
const MAX_COMPARED_CATEGORIES = 8;

/** Whether a code is that of a value that the reference has: not of another category, nor of a missing value. */
export function isValue(code: number): boolean {
  return code < OTHER;
}

/** The cells of a column; they follow from its profile alone. */
export function cellsOf(profile: ColumnProfile): ColumnCells {
  return profile.kind === 'numerical' ? numericCells(profile) : categoryCells(profile);
}

function numericCells(profile: ColumnProfile & { kind: 'numerical' }): ColumnCells {
  const { sorted } = sampleOfCounts(profile);
  const inner = Array.from({ length: NUMERIC_CELLS - 1 }, (_, index) => {
    return sorted[Math.floor(((index + 1) * sorted.length) / NUMERIC_CELLS)] ?? NaN;
  });
  const edges = Float64Array.from(new Set(inner.filter((edge) => edge > (sorted[0] ?? Infinity))));
  const counts = new Float64Array(CODES);
  for (const value of sorted) add(counts, upperBound(edges, value), 1);
  const codeOf = (value: RawValue) =>
    typeof value === 'number' && Number.isFinite(value) ? upperBound(edges, value) : MISSING;
  return { codeOf, scores: scoresOf(counts), categories: [] };
}

function categoryCells({ categories, counts }: ColumnProfile & { kind: 'categorical' }): ColumnCells {
  const byCount = categories
    .map((_, index) => index)
    .sort((one, other) => (counts[other] ?? 0) - (counts[one] ?? 0) || one - other);
  const kept = byCount.slice(0, OTHER).sort((one, other) => one - other);
  const codes = new Map<RawValue, number>(kept.map((index, code) => [categories[index], code]));
  const cells = new Float64Array(CODES);
  kept.forEach((index, code) => add(cells, code, counts[index] ?? 0));
  const codeOf = (value: RawValue) =>
    value == null || Number.isNaN(value)
      ? MISSING
      : (codes.get(typeof value === 'boolean' ? Number(value) : value) ?? OTHER);
  const frequent = byCount.slice(0, MAX_COMPARED_CATEGORIES).map((index) => kept.indexOf(index));
  // Of two categories one says as much as both.
  const compared = frequent.length === 2 ? frequent.slice(1) : frequent;
  return { codeOf, scores: scoresOf(cells), categories: [...compared, OTHER] };
}

/** Ridit scores (I. D. J. Bross 1958), scaled; 0 for missing values and other categories. */
function scoresOf(counts: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  return counts.map((count, code) => {
    const middle = (below + count / 2) / total;
    below += count;
    return code >= OTHER || total === 0 ? 0 : (middle - 0.5) * Math.sqrt(12);
  });
}

function add(counts: Float64Array, code: number, count: number): void {
  counts[code] = (counts[code] ?? 0) + count;
}
