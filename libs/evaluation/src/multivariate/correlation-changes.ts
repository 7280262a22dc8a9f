import { autocorrelationTime, holm, normalTail } from '../statistics/index.js';

/** A numeric column in reference and window, rows in the order of time; NaN where a row has no value. */
export interface CorrelatedColumn {
  readonly name: string;
  readonly reference: Float64Array;
  readonly window: Float64Array;
}

/** The correlation of two columns, before and now. */
export interface CorrelationChange {
  /** The names of both. */
  readonly columns: readonly string[];
  readonly reference: number;
  readonly current: number;
  /** The probability of such a difference without a change, adjusted for the number of pairs (S. Holm 1979). */
  readonly pValue: number;
  readonly changed: boolean;
}

/** The pairs of columns whose correlation differs from the reference, as plain JSON values. */
export interface CorrelationChanges {
  /** The pairs that could be compared. */
  readonly pairs: number;
  readonly changed: number;
  /** Columns that are in no pair, since only the first 30 are. */
  readonly omittedColumns: number;
  /** The surest first, at most 20; changed or not. */
  readonly surest: readonly CorrelationChange[];
}

/** All pairs of so many columns are compared: 435. */
const MAX_COLUMNS = 30;
const MAX_LISTED = 20;
/** With fewer rows with both values, a correlation says too little. */
const MIN_ROWS = 30;
/** A correlation of 1 has no finite z. */
const MAX_CORRELATION = 0.999_999;

/**
 * Compares the correlations of all pairs of columns by Fisher's z. Its variance is that for ranks, (1 + r²/2) / (n - 3) (D. G. Bonett and
 * T. A. Wright 2000), which overestimates that of other values; n is the number of independent rows
 * that hold as much information.
 * @param level the probability that any pair of a steady window is called changed.
 */
export function correlationChanges(columns: readonly CorrelatedColumn[], level: number): CorrelationChanges {
  const taken = columns.slice(0, MAX_COLUMNS).map((column) => ({
    ...column,
    times: { reference: timeOf(column.reference), window: timeOf(column.window) },
  }));
  const pairs = taken.flatMap((one, index) =>
    taken.slice(index + 1).flatMap((other) => {
      const of = (side: 'reference' | 'window') =>
        correlationOf(one[side], other[side], Math.min(one.times[side], other.times[side]));
      const [reference, current] = [of('reference'), of('window')];
      if (reference === null || current === null) return [];
      const distance = Math.abs(Math.atanh(current.value) - Math.atanh(reference.value));
      const p = 2 * normalTail(distance / Math.sqrt(reference.variance + current.variance));
      return [{ columns: [one.name, other.name], reference: reference.value, current: current.value, p }];
    }),
  );
  const adjusted = holm(pairs.map(({ p }) => p));
  const all = pairs.map(({ columns: names, reference, current }, place): CorrelationChange => {
    const pValue = adjusted[place] ?? 1;
    return { columns: names, reference, current, pValue, changed: pValue <= level };
  });
  return {
    pairs: all.length,
    changed: all.filter(({ changed }) => changed).length,
    omittedColumns: columns.length - taken.length,
    surest: [...all].sort((one, other) => one.pValue - other.pValue).slice(0, MAX_LISTED),
  };
}

function timeOf(values: Float64Array): number {
  return autocorrelationTime(values.filter((value) => !Number.isNaN(value)));
}

/** Pearson's correlation over the rows with both values; null for few of them or a constant. @param time of which a row tells 1 / time. */
function correlationOf(one: Float64Array, other: Float64Array, time: number) {
  let [rows, meanX, meanY, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < one.length; row++) {
    const [x, y] = [one[row] ?? NaN, other[row] ?? NaN];
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    rows++;
    // B. P. Welford (1962): products of deviations from the mean so far and the new one.
    const [dx, dy] = [x - meanX, y - meanY];
    meanX += dx / rows;
    meanY += dy / rows;
    xx += dx * (x - meanX);
    yy += dy * (y - meanY);
    xy += dx * (y - meanY);
  }
  const effective = rows / time - 3;
  const exact = xy / Math.sqrt(xx * yy);
  if (rows < MIN_ROWS || effective < 1 || !Number.isFinite(exact)) return null;
  const value = Math.max(-MAX_CORRELATION, Math.min(MAX_CORRELATION, exact));
  return { value, variance: (1 + value ** 2 / 2) / effective };
}
