import { type Category, compareCategories, type Sample } from '../samples/index.js';
import { chiSquaredTail } from '../statistics/index.js';
import { DriftUndefined } from './drift.errors.js';

/** The counts of every value of two samples, values in ascending order. */
export interface PairedCounts {
  readonly values: readonly Category[];
  readonly reference: Float64Array;
  readonly current: Float64Array;
}

/**
 * Counts the union of the distinct values of two samples; a numeric sample counts by exact value.
 * @throws DriftUndefined for samples of different kinds.
 */
export function pairCounts(method: string, reference: Sample, current: Sample): PairedCounts {
  if (reference.kind !== current.kind) throw new DriftUndefined(method, 'types-differ');
  const [left, right] = [reference.counts, current.counts];
  const values: Category[] = [];
  const size = left.values.length + right.values.length;
  const counts = { reference: new Float64Array(size), current: new Float64Array(size) };
  for (let i = 0, j = 0; i < left.values.length || j < right.values.length;) {
    const [leftValue, rightValue] = [left.values[i], right.values[j]];
    const order = compareHeads(leftValue, rightValue);
    if (order <= 0) counts.reference[values.length] = left.counts[i++] ?? NaN;
    if (order >= 0) counts.current[values.length] = right.counts[j++] ?? NaN;
    const value = order <= 0 ? leftValue : rightValue;
    if (value !== undefined) values.push(value);
  }
  return {
    values,
    reference: counts.reference.subarray(0, values.length),
    current: counts.current.subarray(0, values.length),
  };
}

function compareHeads(left: Category | undefined, right: Category | undefined): number {
  if (left === undefined) return 1;
  if (right === undefined) return -1;
  return compareCategories(left, right);
}

/** What one cell adds to a statistic, from its observed rows and those expected if both samples had one law. */
type Cell = (observed: number, expected: number) => number;

/**
 * The p-value of a chi-squared test of homogeneity, on the table with one row per sample and one column per category,
 * without continuity correction: `scipy.stats.chi2_contingency` with `correction=False`. Unlike a goodness-of-fit test it
 * treats both samples as random. 1 for a single category.
 */
export function homogeneityP({ reference, current }: PairedCounts, cell: Cell): number {
  if (reference.length === 1) return 1;
  const both = reference.map((count, index) => count + (current[index] ?? NaN));
  const all = total(reference) + total(current);
  const statistic = [reference, current].flatMap((counts) => {
    const size = total(counts);
    return Array.from(counts, (count, index) => cell(count, (size * (both[index] ?? NaN)) / all));
  });
  return chiSquaredTail(total(statistic), reference.length - 1);
}

function total(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
