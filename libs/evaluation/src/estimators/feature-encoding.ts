import { type FeatureKind, isMissing, type RawColumn, type RawValue } from '../samples/index.js';
import { mean, variance } from '../statistics/index.js';

/** A value that is not missing. */
type TableCategory = NonNullable<RawValue>;

/** The values of a column that are not missing. */
type Present = Float64Array | readonly TableCategory[];

/** A column of a table; null, undefined and NaN are missing. */
export interface TableColumn {
  readonly kind: FeatureKind;
  readonly values: RawColumn;
}

/** How a column is encoded as numbers of mean 0 and deviation 1, as plain values that can be stored as JSON. */
export interface FeatureEncoding {
  readonly name: string;
  /** The share of every category in the reference, 0 for other categories; null for a numeric column. */
  readonly shares: readonly (readonly [TableCategory, number])[] | null;
  /** The value for a missing one: the mean, or the most frequent category (of equals the first in order). */
  readonly fill: TableCategory;
  readonly mean: number;
  readonly scale: number;
}

/**
 * Learns the encoding of a column from the reference, as NannyML does before its principal components: fills missing values,
 * replaces categories by their share, and standardises (ddof 0).
 */
export function fitEncoding(name: string, column: TableColumn): FeatureEncoding {
  const { values, kind } = column;
  const present = values instanceof Float64Array ? withoutNaN(values) : withoutMissing(values);
  const shares = kind === 'categorical' ? sharesOf(present, values.length) : null;
  const fill = shares === null ? meanOf(present) : mostFrequent(shares);
  const filled = shares === null ? null : withFill(shares, fill, values.length - present.length);
  const raw = { name, shares: filled, fill, mean: 0, scale: 1 };
  const numbers = encodeColumn(raw, values);
  const [center, spread] = [mean(numbers), variance(numbers)];
  const scale = isConstant(spread, center, numbers.length) ? 1 : Math.sqrt(spread);
  return { ...raw, mean: center, scale };
}

/** Encodes a column. */
export function encodeColumn(encoding: FeatureEncoding, values: RawColumn): Float64Array {
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

function withoutNaN(values: Float64Array): Float64Array {
  return values.some(Number.isNaN) ? values.filter((value) => !Number.isNaN(value)) : values;
}

function withoutMissing(values: RawColumn): TableCategory[] {
  return Array.from(values).filter((value): value is TableCategory => !isMissing(value));
}

function sharesOf(values: Present, rows: number): [TableCategory, number][] {
  const counts = new Map<TableCategory, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([category, count]) => [category, count / rows]);
}

/** The shares after missing values are filled. */
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

function meanOf(values: Present): number {
  return mean(values instanceof Float64Array ? values : Float64Array.from(values, Number));
}

/** Whether a variance is only rounding noise, by scikit-learn's bound. */
function isConstant(variance: number, mean: number, rows: number): boolean {
  return variance <= rows * Number.EPSILON * variance + (rows * mean * Number.EPSILON) ** 2;
}
