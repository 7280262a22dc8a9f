import { type Category, compareCategories } from './categorical-sample.js';
import { DriftUndefined } from './drift.errors.js';
import type { Sample } from './sample.js';

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
