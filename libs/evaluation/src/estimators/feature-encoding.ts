import type { FeatureKind } from '../samples/index.js';
import { pairwiseSum } from '../statistics/index.js';

/** A category as a table holds it. */
export type TableCategory = string | number | boolean;

/** A column of a table; null, undefined and NaN are missing. */
export interface TableColumn {
  readonly kind: FeatureKind;
  readonly values: ArrayLike<TableCategory | null | undefined>;
}

/** How a column becomes a number of mean 0 and deviation 1: plain values, fit to be stored as JSON. */
export interface FeatureEncoding {
  readonly name: string;
  /** Of a categorical column the share of every category in the reference; others count as 0. Null for a numeric one. */
  readonly shares: readonly (readonly [TableCategory, number])[] | null;
  /** What a missing value becomes: the mean, or the most frequent category, the first in order of equals. */
  readonly fill: TableCategory;
  readonly mean: number;
  readonly scale: number;
}

/**
 * Learns how to encode a column from the reference, as NannyML does before its principal components: missing values
 * filled, categories replaced by their share, mean and deviation (ddof 0) taken out.
 */
export function fitEncoding(name: string, column: TableColumn): FeatureEncoding {
  const present = Array.from(column.values).filter((value) => !isMissing(value));
  const shares = column.kind === 'categorical' ? sharesOf(present, column.values.length) : null;
  const fill = shares === null ? meanOf(present) : mostFrequent(shares);
  const filled = shares === null ? null : withFill(shares, fill, column.values.length - present.length);
  const raw = { name, shares: filled, fill, mean: 0, scale: 1 };
  const numbers = encodeColumn(raw, column.values);
  const mean = pairwiseSum(numbers) / numbers.length;
  const variance = pairwiseSum(numbers.map((value) => (value - mean) ** 2)) / numbers.length;
  return { ...raw, mean, scale: isConstant(variance, mean, numbers.length) ? 1 : Math.sqrt(variance) };
}

/** The numbers a column becomes. */
export function encodeColumn(
  encoding: FeatureEncoding,
  values: ArrayLike<TableCategory | null | undefined>,
): Float64Array {
  const { fill, mean, scale } = encoding;
  const shares = encoding.shares === null ? null : new Map(encoding.shares);
  const encoded = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    const known = isMissing(value) ? fill : value;
    const number = shares === null ? Number(known) : (shares.get(known) ?? 0);
    encoded[row] = (number - mean) / scale;
  }
  return encoded;
}

function sharesOf(values: readonly TableCategory[], rows: number): [TableCategory, number][] {
  const counts = new Map<TableCategory, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([category, count]) => [category, count / rows]);
}

/** The shares after missing values were filled. */
function withFill(
  shares: readonly [TableCategory, number][],
  fill: TableCategory,
  missing: number,
): [TableCategory, number][] {
  const present = shares.reduce((sum, [, share]) => sum + share, 0);
  const missingShare = missing === 0 ? 0 : 1 - present;
  return shares.map(([category, share]) => [category, category === fill ? share + missingShare : share]);
}

function mostFrequent(shares: readonly [TableCategory, number][]): TableCategory {
  const most = shares.reduce((largest, [, share]) => Math.max(largest, share), 0);
  const candidates = shares.filter(([, share]) => share === most).map(([category]) => category);
  return candidates.reduce((first, category) => (category < first ? category : first));
}

function meanOf(values: readonly TableCategory[]): number {
  return pairwiseSum(Float64Array.from(values, Number)) / values.length;
}

/** Whether a variance is but rounding noise, by scikit-learn's bound. */
function isConstant(variance: number, mean: number, rows: number): boolean {
  return variance <= rows * Number.EPSILON * variance + (rows * mean * Number.EPSILON) ** 2;
}

function isMissing(value: TableCategory | null | undefined): value is null | undefined {
  return value == null || Number.isNaN(value);
}
