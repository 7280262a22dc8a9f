/** Counts of the same bins in the reference and in the current rows. */
export interface Distribution {
  /** Inner edges of numeric bins; null for a categorical column. */
  readonly edges: readonly number[] | null;
  /** A label for each bin: an interval, a category, or `__other__` for values the reference does not have. */
  readonly bins: readonly string[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/** One bin of a distribution as shares of all rows. */
export interface BinShare {
  readonly label: string;
  readonly reference: number;
  readonly current: number;
}

const OTHER = '__other__';

/**
 * The bins in order, as shares of the rows of the reference and of the current rows; all 0 on a side without rows. The
 * bin of values that are not in the reference is left out when it is empty.
 */
export function binShares({ edges, bins, reference, current }: Distribution): BinShare[] {
  const referenceRows = total(reference);
  const currentRows = total(current);
  return bins
    .map((bin, index) => ({
      bin,
      label: edges === null ? categoryLabel(bin) : intervalLabel(bin),
      reference: (reference[index] ?? 0) / referenceRows,
      current: (current[index] ?? 0) / currentRows,
    }))
    .filter((share) => share.bin !== OTHER || share.reference > 0 || share.current > 0);
}

/** The `count` bins whose shares changed most, the largest change first. */
export function mostChanged(shares: readonly BinShare[], count: number): BinShare[] {
  const change = ({ reference, current }: BinShare) => Math.abs(current - reference);
  return [...shares].sort((one, other) => change(other) - change(one)).slice(0, count);
}

function categoryLabel(bin: string): string {
  if (bin === OTHER) return 'not in the reference';
  return bin === '' ? '(empty)' : bin;
}

/** `[30,40)` reads `30 to 40`, `(-inf,30)` reads `below 30`. */
function intervalLabel(bin: string): string {
  const [from, to] = bin.slice(1, -1).split(',');
  if (from === '-inf') return to === '+inf' ? 'all' : `below ${to}`;
  return to === '+inf' ? `from ${from}` : `${from} to ${to}`;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, rows) => sum + rows, 0) || 1;
}
