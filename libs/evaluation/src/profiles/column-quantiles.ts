import { NumericSample, type ValueCounts } from '../samples/index.js';
import { itemAt, lowerBound } from '../statistics/index.js';
import type { NumericColumnProfile } from './reference-profile.js';

/** The largest number of values that stand for a column, and of rows that stand for a reference kept as quantiles. */
const QUANTILES = 10_000;

/** Quantiles are rounded to this part of the range: shorter by half as text, and closer to the column than one more row. */
const PART_OF_RANGE = 1e-7;

/**
 * At most `most` values that stand for a column, each with the number of rows it stands for: quantiles at equal steps. The exact
 * extremes are among them, because they decide which values are outside the reference. So are values of several rows, because
 * the same value in a window has to be equal to them; the others are rounded.
 */
export function quantileCounts({ sorted, size }: NumericSample, most: number): ValueCounts<number> {
  const steps = Math.max(2, Math.min(most, QUANTILES, size));
  const merged = new Map<number, number>();
  const exact = new Set([itemAt(sorted, 0), itemAt(sorted, size - 1)]);
  for (let step = 0, start = 0; step < steps; step++) {
    const end = Math.round(((step + 1) / steps) * size);
    const place = step === 0 ? 0 : step === steps - 1 ? size - 1 : (start + end - 1) >> 1;
    const value = itemAt(sorted, place);
    merged.set(value, (merged.get(value) ?? 0) + end - start);
    if (sorted[place - 1] === value || sorted[place + 1] === value) exact.add(value);
    start = end;
  }
  return { values: shortened([...merged.keys()], exact), counts: Float64Array.from(merged.values()) };
}

/** The values, which stay ascending and distinct, with fewer digits except for those to keep exactly. */
function shortened(values: readonly number[], exact: ReadonlySet<number>): number[] {
  const range = itemAt(values, values.length - 1) - itemAt(values, 0);
  const decimals = -Math.floor(Math.log10(range * PART_OF_RANGE));
  if (!(decimals >= 0 && decimals <= 100)) return [...values];
  let before = -Infinity;
  return values.map((value, place) => {
    const rounded = Number(value.toFixed(decimals));
    const isApart = rounded > before && rounded < (values[place + 1] ?? Infinity);
    before = isApart && !exact.has(value) ? rounded : value;
    return before;
  });
}

/** The sample that stored values and counts stand for. */
export function sampleOfCounts(profile: NumericColumnProfile): NumericSample {
  const { values, counts, exact, integer } = profile;
  const size = counts.reduce((sum, count) => sum + count, 0);
  const sorted =
    exact || size <= QUANTILES ? repeated(values, counts, size) : evenQuantiles(values, counts, size);
  return NumericSample.fromSorted(sorted, { integer });
}

function repeated(values: readonly number[], counts: readonly number[], size: number): Float64Array {
  const sorted = new Float64Array(size);
  let start = 0;
  values.forEach((value, index) => sorted.fill(value, start, (start += counts[index] ?? NaN)));
  return sorted;
}

function evenQuantiles(values: readonly number[], counts: readonly number[], size: number): Float64Array {
  let sum = 0;
  const cumulative = Float64Array.from(counts, (count) => (sum += count));
  return Float64Array.from({ length: QUANTILES }, (_, index) => {
    return values[lowerBound(cumulative, ((index + 0.5) / QUANTILES) * size)] ?? NaN;
  });
}
