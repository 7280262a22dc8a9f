import { chiSquaredTail } from '../statistics/gamma.js';
import type { PairedCounts } from './paired-counts.js';

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
