import { binLabels, binOf, type PreparedColumn } from '@plumbline/evaluation';

/**
 * The share of the reference in each fixed bin, in the order of `binLabels`. Undefined for a category that the reference
 * does not have, which is a bin only once it was seen; numeric bins are always there.
 */
export function referenceShares(column: PreparedColumn): (number | undefined)[] {
  const { profile } = column;
  const values = profile.kind === 'numerical' ? profile.values : profile.categories;
  const counts = new Float64Array(binLabels(column).length);
  for (const [index, value] of values.entries()) {
    const bin = binOf(column, value);
    if (bin !== undefined) counts[bin]! += profile.counts[index] as number;
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Array.from(counts, (count) =>
    total === 0 || (count === 0 && profile.kind === 'categorical') ? undefined : count / total,
  );
}
