import type { ColumnDistribution } from '@plumbline/evaluation';

/** One bin of a distribution as shares of all rows. */
export interface BinShare {
  readonly label: string;
  readonly reference: number;
  readonly current: number;
}

const OTHER = '__other__';

/** The bins in order, as shares of each side's own rows; all 0 on a side without rows. */
export function binShares({ bins, reference, current }: ColumnDistribution): BinShare[] {
  const referenceRows = total(reference);
  const currentRows = total(current);
  return bins.map((label, index) => ({
    label: label === OTHER ? 'not in the reference' : label,
    reference: (reference[index] ?? 0) / referenceRows,
    current: (current[index] ?? 0) / currentRows,
  }));
}

/** The bin whose share changed most; undefined without bins. */
export function largestChange(shares: readonly BinShare[]): BinShare | undefined {
  const change = ({ reference, current }: BinShare) => Math.abs(current - reference);
  return [...shares].sort((one, other) => change(other) - change(one))[0];
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, rows) => sum + rows, 0) || 1;
}
