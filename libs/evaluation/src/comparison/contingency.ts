import { type Category, compareCategories, type Sample } from '../samples/index.js';
import { chiSquaredTail } from '../statistics/index.js';
import { DriftUndefined } from './drift.errors.js';

/** How often each value of either sample occurs in both, values in ascending order. */
export interface PairedCounts {
  readonly values: readonly Category[];
  readonly reference: Float64Array;
  readonly current: Float64Array;
}

/** Counts over the union of the distinct values of two samples; a numeric sample counts by exact value. */
export function pairCounts(method: string, reference: Sample, current: Sample): PairedCounts {
  if (reference.kind !== current.kind) throw new DriftUndefined(method, 'types-differ');
  const [left, right] = [reference.counts, current.counts];
  const values: Category[] = [];
  const size = left.values.length + right.values.length;
  const counts = { reference: new Float64Array(size), current: new Float64Array(size) };
  for (let i = 0, j = 0; i < left.values.length || j < right.values.length;) {
    const order = compareHeads(left.values[i], right.values[j]);
    if (order <= 0) counts.reference[values.length] = left.counts[i]!;
    if (order >= 0) counts.current[values.length] = right.counts[j]!;
    values.push((order <= 0 ? left.values[i] : right.values[j])!);
    if (order <= 0) i++;
    if (order >= 0) j++;
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

/** What one cell adds to a statistic. @param observed rows there. @param expected rows if both samples had one law. */
type Cell = (observed: number, expected: number) => number;

/**
 * The p-value of a chi-squared test that two samples have one law: on the table of two rows and a column for each
 * category of either, without continuity correction, as `scipy.stats.chi2_contingency` with `correction=False`. Both
 * samples are taken for drawn, where a goodness of fit takes the reference for the truth. 1 for one category alone.
 */
export function homogeneityP({ reference, current }: PairedCounts, cell: Cell): number {
  if (reference.length === 1) return 1;
  const rows = [reference, current].map((counts) => ({ counts, size: total(counts) }));
  const all = rows[0]!.size + rows[1]!.size;
  const statistic = rows.flatMap(({ counts, size }) =>
    Array.from(counts, (count, index) => cell(count, (size * (reference[index]! + current[index]!)) / all)),
  );
  return chiSquaredTail(total(statistic), reference.length - 1);
}

function total(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0);
}
