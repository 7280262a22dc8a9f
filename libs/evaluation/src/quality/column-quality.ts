import { isMissing, type RawColumn } from '../samples/index.js';
import { mean, pairwiseSum, quantile, standardDeviation } from '../statistics/index.js';

/** Counts for any column. Shares are of all rows; NaN without rows. */
export interface ColumnQuality {
  readonly rows: number;
  /** Nulls, undefined and NaN. */
  readonly missing: number;
  readonly missingShare: number;
  /** Distinct values that are not missing. */
  readonly distinct: number;
  /** The share of the most frequent value; 0 when all are missing. */
  readonly mostCommonShare: number;
}

/** Counts and moments of a numeric column, without missing values but with infinities, as in pandas. */
export interface NumericColumnQuality extends ColumnQuality {
  readonly infinite: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  /** With ddof 1. */
  readonly standardDeviation: number;
  readonly median: number;
  readonly sum: number;
}

/** Measures a column of any type. */
export function columnQuality(values: RawColumn): ColumnQuality {
  const counts = countValues(values);
  let [present, most] = [0, 0];
  for (const count of counts.values()) {
    present += count;
    most = Math.max(most, count);
  }
  const rows = values.length;
  return {
    rows,
    missing: rows - present,
    missingShare: (rows - present) / rows,
    distinct: counts.size,
    mostCommonShare: most / rows,
  };
}

/** Measures a numeric column. Minimum, maximum, mean and quantiles are NaN when there is no value. */
export function numericColumnQuality(values: ArrayLike<number | null | undefined>): NumericColumnQuality {
  const present = presentNumbers(values);
  const sorted = present.slice().sort();
  return {
    ...columnQuality(values),
    infinite: present.filter((value) => Math.abs(value) === Infinity).length,
    minimum: sorted[0] ?? NaN,
    maximum: sorted.at(-1) ?? NaN,
    mean: mean(present),
    standardDeviation: standardDeviation(present),
    median: quantile(sorted, 0.5),
    sum: pairwiseSum(present),
  };
}

/**
 * A quantile of the values that are not missing, with linear interpolation; NaN without values. A quantile that is exactly a
 * value next to an infinity is that value, where NumPy and Evidently give NaN.
 * @param share from 0 to 1.
 */
export function columnQuantile(values: ArrayLike<number | null | undefined>, share: number): number {
  return quantile(presentNumbers(values).sort(), share);
}

/** The number of values inside and outside a range or list. Shares are of the values that are not missing; NaN without values. */
export interface Membership {
  readonly inside: number;
  readonly insideShare: number;
  readonly outside: number;
  readonly outsideShare: number;
}

/** Counts the values within a range, both ends included. */
export function countInRange(
  values: ArrayLike<number | null | undefined>,
  low: number,
  high: number,
): Membership {
  const present = presentNumbers(values);
  const inside = present.filter((value) => value >= low && value <= high).length;
  return membership(inside, present.length);
}

/** Counts the values that are in a list. */
export function countInList(values: RawColumn, list: Iterable<number | string | boolean>): Membership {
  const counts = countValues(values);
  let present = 0;
  for (const count of counts.values()) present += count;
  const inside = [...new Set(list)].reduce<number>((sum, value) => sum + (counts.get(value) ?? 0), 0);
  return membership(inside, present);
}

/** The difference between the categories of current values and of a reference. */
export interface CategoryChange {
  /** Distinct new categories, and the rows with one of them. */
  readonly newCategories: number;
  readonly newCategoryRows: number;
  readonly unusedCategories: number;
}

/** Compares the categories of two columns; missing values are not a category. */
export function categoryChange(reference: RawColumn, current: RawColumn): CategoryChange {
  const [before, after] = [countValues(reference), countValues(current)];
  const fresh = [...after].filter(([category]) => !before.has(category));
  return {
    newCategories: fresh.length,
    newCategoryRows: fresh.reduce((sum, [, count]) => sum + count, 0),
    unusedCategories: [...before.keys()].filter((category) => !after.has(category)).length,
  };
}

/** The counts of all values that are not missing. */
export function countValues(values: RawColumn): Map<number | string | boolean, number> {
  const counts = new Map<number | string | boolean, number>();
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (!isMissing(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

function presentNumbers(values: ArrayLike<number | null | undefined>): Float64Array {
  return Float64Array.from(values, (value) => value ?? NaN).filter((value) => !Number.isNaN(value));
}

function membership(inside: number, present: number): Membership {
  const outside = present - inside;
  return { inside, insideShare: inside / present, outside, outsideShare: outside / present };
}
