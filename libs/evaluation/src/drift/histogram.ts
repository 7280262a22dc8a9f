import { lowerBound, upperBound } from '../statistics/sorted-search.js';

/**
 * The edges NumPy's `histogram_bin_edges(values, bins="sturges")` would choose: log2(size) + 1 bins of equal width, one
 * more where rounding lands above a whole number. The order of the floating-point operations is NumPy's.
 * @param size how many values the range is of.
 * @param integer whether the values are of an integer type: bins are then at least 1 wide (NumPy >= 2.1).
 * @returns undefined when the range is not finite, or too narrow to be divided.
 */
export function sturgesEdges(
  low: number,
  high: number,
  size: number,
  integer: boolean,
): Float64Array | undefined {
  const width = (high - low) / (Math.log2(size) + 1);
  const [first, last] = low === high ? [low - 0.5, high + 0.5] : [low, high];
  const bins = width === 0 ? 1 : Math.ceil((last - first) / (integer ? Math.max(1, width) : width));
  return Number.isFinite(bins) ? linearEdges(first, last, bins) : undefined;
}

/**
 * The edges of `bins` bins of equal width from low to high, the last edge exactly `high`; undefined when rounding makes
 * two of them equal.
 */
export function linearEdges(low: number, high: number, bins: number): Float64Array | undefined {
  const step = (high - low) / bins;
  const edges = Float64Array.from({ length: bins + 1 }, (_, index) => index * step + low);
  edges[bins] = high;
  return edges.every((edge, index) => index === 0 || edges[index - 1]! < edge) ? edges : undefined;
}

/** How many of the ascending values lie in each bin [edge, next edge), the last one closed; none outside is counted. */
export function countInBins(sorted: Float64Array, edges: Float64Array): Float64Array {
  const bins = edges.length - 1;
  const counts = new Float64Array(bins);
  let start = lowerBound(sorted, edges[0]!);
  for (let bin = 0; bin < bins; bin++) {
    const edge = edges[bin + 1]!;
    const end = bin === bins - 1 ? upperBound(sorted, edge) : lowerBound(sorted, edge);
    counts[bin] = end - start;
    start = end;
  }
  return counts;
}
