import { sortedCopy, variance } from '../statistics/index.js';
import { isIntegerArray } from './column.js';

/** The values that cleaning dropped from a column. */
export interface Dropped {
  /** Nulls, undefined and NaN. */
  readonly missing: number;
  readonly infinite: number;
}

/** Options of a numeric sample. */
export interface NumericOptions {
  /** Whether the column is of an integer type; by default true for integer typed arrays. */
  readonly integer?: boolean;
  /** `keep-without-nulls` keeps infinities in a column without nulls, as Evidently does for data sets. */
  readonly infinities?: 'drop' | 'keep-without-nulls';
}

/** Distinct values, ascending, with their counts. */
export interface ValueCounts<Value> {
  readonly values: ArrayLike<Value>;
  readonly counts: Float64Array;
}

type NumericValues = ArrayLike<number | null | undefined>;

/**
 * The cleaned values of a numeric column. Derived values are computed once, when first needed, so keep a sample that is used
 * several times.
 */
export class NumericSample {
  readonly kind = 'numerical';
  private ascending: Float64Array | undefined;
  private distinct: ValueCounts<number> | undefined;
  private spread: number | undefined;
  private sums: Float64Array | undefined;

  private constructor(
    /** The values in the given order; ascending for a sample of sorted values. */
    readonly values: Float64Array,
    readonly integer: boolean,
    readonly dropped: Dropped,
  ) {}

  /** Cleans a column: drops nulls, NaN and infinities. */
  static of(values: NumericValues, options: NumericOptions = {}): NumericSample {
    const { integer = isIntegerArray(values), infinities = 'drop' } = options;
    if (values instanceof Float64Array && areFinite(values)) {
      return new NumericSample(values.slice(), integer, { missing: 0, infinite: 0 });
    }
    const present = withoutMissing(values);
    const missing = values.length - present.length;
    const kept = infinities === 'drop' || missing > 0 ? withoutInfinities(present) : present;
    return new NumericSample(kept, integer, { missing, infinite: present.length - kept.length });
  }

  /** A sample of values that are already clean and ascending; they are not copied. */
  static fromSorted(sorted: Float64Array, options: { readonly integer?: boolean } = {}): NumericSample {
    const sample = new NumericSample(sorted, options.integer ?? false, { missing: 0, infinite: 0 });
    sample.ascending = sorted;
    return sample;
  }

  get size(): number {
    return this.values.length;
  }

  /** Whether `sorted` has been computed. */
  get isSorted(): boolean {
    return this.ascending !== undefined;
  }

  /** The values in ascending order. */
  get sorted(): Float64Array {
    return (this.ascending ??= sortedCopy(this.values));
  }

  /** The distinct values and their counts. */
  get counts(): ValueCounts<number> {
    return (this.distinct ??= countSorted(this.sorted));
  }

  /** The middle of the sorted values; NaN when empty. */
  get centre(): number {
    return this.sorted[this.size >> 1] ?? NaN;
  }

  /** The sums of the first values in ascending order, each less `centre`: of none, of one, up to all. */
  get cumulative(): Float64Array {
    return (this.sums ??= cumulativeSums(this.sorted, this.centre));
  }

  /** Mean squared distance from the mean (population variance). */
  get variance(): number {
    return (this.spread ??= variance(this.values));
  }
}

/** @see NumericSample.of */
export function numeric(values: NumericValues, options?: NumericOptions): NumericSample {
  return NumericSample.of(values, options);
}

/** Whether all values are finite; most columns are, and are then copied at once. */
function areFinite(values: Float64Array): boolean {
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? NaN;
    if (value - value !== 0) return false;
  }
  return true;
}

function withoutMissing(values: NumericValues): Float64Array {
  const kept = new Float64Array(values.length);
  let size = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value != null && !Number.isNaN(value)) kept[size++] = value;
  }
  return kept.subarray(0, size);
}

function withoutInfinities(present: Float64Array): Float64Array {
  for (let index = 0; index < present.length; index++) {
    if (!Number.isFinite(present[index])) return present.filter((value) => Number.isFinite(value));
  }
  return present;
}

function cumulativeSums(sorted: Float64Array, centre: number): Float64Array {
  const sums = new Float64Array(sorted.length + 1);
  let sum = 0;
  for (let index = 0; index < sorted.length; index++) {
    sum += (sorted[index] ?? NaN) - centre;
    sums[index + 1] = sum;
  }
  return sums;
}

function countSorted(sorted: Float64Array): ValueCounts<number> {
  const values = new Float64Array(sorted.length);
  const counts = new Float64Array(sorted.length);
  let size = 0;
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    const value = sorted[start] ?? NaN;
    while (end < sorted.length && sorted[end] === value) end++;
    values[size] = value;
    counts[size++] = end - start;
  }
  return { values: values.subarray(0, size), counts: counts.subarray(0, size) };
}
