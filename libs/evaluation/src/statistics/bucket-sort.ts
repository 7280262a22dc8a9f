import { lowerBound, upperBound } from './sorted-values.js';

/** Fewer values than this are sorted by the engine. */
const MIN_SIZE = 64;
/** A bucket of more values than this is divided again. */
const LARGE_BUCKET = 24;
/** Heavy tails leave most values in one bucket: after this many divisions the engine sorts it. */
const MAX_DIVISIONS = 2;

/**
 * The values in ascending order, as `values.slice().sort()` gives them bit for bit, -0 before 0, but faster: bucket
 * sort with one bucket of equal width per value, finished by insertion sort (E. J. Isaac and R. C. Singleton 1956).
 * @param values without NaN; infinities are allowed.
 */
export function sortedCopy(values: Float64Array): Float64Array {
  return orderZeros(dealt(values, MAX_DIVISIONS));
}

/**
 * The ascending values of the rows where something happened, and of the others.
 * @param values without NaN.
 */
export function sortedByOutcome(
  happened: ArrayLike<boolean | number>,
  values: ArrayLike<number>,
): { readonly happened: Float64Array; readonly others: Float64Array } {
  const parts = new Float64Array(values.length);
  let [start, end] = [0, values.length];
  for (let row = 0; row < values.length; row++) {
    if (happened[row]) parts[start++] = values[row] ?? NaN;
    else parts[--end] = values[row] ?? NaN;
  }
  return { happened: sortedCopy(parts.subarray(0, start)), others: sortedCopy(parts.subarray(start)) };
}

function dealt(values: Float64Array, divisions: number): Float64Array {
  const size = values.length;
  if (isAscending(values, 0, size)) return values.slice();
  const { low, high } = rangeOf(values);
  const scale = (size - 1) / (high - low);
  if (size < MIN_SIZE || divisions === 0 || !isUsable(scale)) return values.slice().sort();
  const ends = new Uint32Array(size + 1);
  for (let i = 0; i < size; i++) {
    const next = ((((values[i] ?? NaN) - low) * scale) | 0) + 1;
    ends[next] = (ends[next] ?? 0) + 1;
  }
  const largest = accumulate(ends);
  const sorted = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const value = values[i] ?? NaN;
    const bucket = ((value - low) * scale) | 0;
    const place = ends[bucket] ?? 0;
    sorted[place] = value;
    ends[bucket] = place + 1;
  }
  if (largest > LARGE_BUCKET) divideLarge(sorted, ends, divisions - 1);
  insertionSort(sorted);
  return sorted;
}

/** Whether a range can be divided: infinities and denormal or overflowing ranges cannot. */
function isUsable(scale: number): boolean {
  return scale > 0 && Number.isFinite(scale);
}

function rangeOf(values: Float64Array): { low: number; high: number } {
  let low = values[0] ?? NaN;
  let high = low;
  for (let i = 1; i < values.length; i++) {
    const value = values[i] ?? NaN;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

/** Turns counts, which are stored one place further, into the starts of buckets. @returns the largest count. */
function accumulate(counts: Uint32Array): number {
  let sum = 0;
  let largest = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) {
    const count = counts[bucket] ?? 0;
    if (count > largest) largest = count;
    sum += count;
    counts[bucket] = sum;
  }
  return largest;
}

function divideLarge(sorted: Float64Array, ends: Uint32Array, divisions: number): void {
  let start = 0;
  for (let bucket = 0; bucket < ends.length; bucket++) {
    const end = ends[bucket] ?? 0;
    if (end - start > LARGE_BUCKET && !isAscending(sorted, start, end)) {
      sorted.set(dealt(sorted.subarray(start, end), divisions), start);
    }
    start = end;
  }
}

function isAscending(values: Float64Array, start: number, end: number): boolean {
  for (let i = start + 1; i < end; i++) {
    if ((values[i] ?? NaN) < (values[i - 1] ?? NaN)) return false;
  }
  return true;
}

function insertionSort(values: Float64Array): void {
  for (let i = 1; i < values.length; i++) {
    const value = values[i] ?? NaN;
    let place = i;
    while (place > 0 && (values[place - 1] ?? NaN) > value) {
      values[place] = values[place - 1] ?? NaN;
      place--;
    }
    values[place] = value;
  }
}

/** Puts negative zeros before positive ones: they compare equal. */
function orderZeros(sorted: Float64Array): Float64Array {
  const [start, end] = [lowerBound(sorted, 0), upperBound(sorted, 0)];
  if (end - start > 1) sorted.subarray(start, end).sort();
  return sorted;
}
