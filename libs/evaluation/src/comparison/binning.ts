import { NumericSample, type Sample } from '../samples/index.js';
import { lowerBound, upperBound } from '../statistics/index.js';
import { pairCounts } from './contingency.js';
import { DriftUndefined } from './drift.errors.js';

/**
 * How PSI, Kullback-Leibler and Jensen-Shannon divide numeric values into bins:
 * - `sturges`: equal bins over both samples pooled, their number by Sturges' rule, as Evidently 0.7.21 does for every requested
 *   number of bins. The edges move with the current data.
 * - `equal-30`: thirty equal bins over both samples pooled.
 * - `reference`: the edges of `referenceEdges`, so that counts of several windows or replicas can be added.
 * - your own edges, ascending: the first and last bins are open, so no value falls outside.
 *
 * Unless edges are given, a reference of at most 20 distinct values is counted by exact value, like a categorical feature; with
 * `reference`, values that are not in the reference share one bin.
 */
export type Binning = 'sturges' | 'equal-30' | 'reference' | Float64Array;

/** Counts of the same bins in two samples. */
interface BinnedCounts {
  readonly reference: Float64Array;
  readonly current: Float64Array;
}

/** A reference with more distinct values is divided into bins. */
const MAX_EXACT_VALUES = 20;

/** Counts both samples in the same bins. @throws DriftUndefined when the range cannot be divided. */
export function binnedCounts(
  method: string,
  reference: Sample,
  current: Sample,
  binning: Binning,
): BinnedCounts {
  if (reference.kind !== current.kind) throw new DriftUndefined(method, 'types-differ');
  if (reference.kind === 'categorical' || current.kind === 'categorical') {
    return exactCounts(method, reference, current, binning);
  }
  if (typeof binning !== 'string') return openBinCounts(reference, current, binning);
  if (reference.counts.values.length <= MAX_EXACT_VALUES) {
    return exactCounts(method, reference, current, binning);
  }
  const edges =
    binning === 'reference' ? referenceEdges(reference) : pooledEdges(reference, current, binning);
  if (edges === undefined) throw new DriftUndefined(method, 'no-bins');
  if (binning === 'reference') return openBinCounts(reference, current, edges);
  return { reference: countInBins(reference.sorted, edges), current: countInBins(current.sorted, edges) };
}

/**
 * The inner edges of the binning `reference`: Sturges' rule on the reference alone. Bin 0 is below the first edge; the last bin
 * starts at the last edge. Undefined when the range cannot be divided.
 */
export function referenceEdges({ sorted, size, integer }: NumericSample): Float64Array | undefined {
  return sturgesEdges(sorted[0] ?? NaN, sorted[size - 1] ?? NaN, size, integer)?.slice(1, -1);
}

/** Counts ascending values in the bins between inner edges; the outer bins are open. */
export function countInOpenBins(sorted: Float64Array, edges: Float64Array): Float64Array {
  const starts = Array.from(edges, (edge) => lowerBound(sorted, edge));
  const ends = [...starts, sorted.length];
  return Float64Array.from(ends, (end, bin) => end - (starts[bin - 1] ?? 0));
}

function openBinCounts(reference: NumericSample, current: NumericSample, edges: Float64Array): BinnedCounts {
  return {
    reference: countInOpenBins(reference.sorted, edges),
    current: countInOpenBins(current.sorted, edges),
  };
}

/** The smallest and the largest value of two samples; NaN when one of them is empty. */
export function pooledRange(reference: NumericSample, current: NumericSample): { low: number; high: number } {
  return {
    low: Math.min(reference.sorted[0] ?? NaN, current.sorted[0] ?? NaN),
    high: Math.max(reference.sorted.at(-1) ?? NaN, current.sorted.at(-1) ?? NaN),
  };
}

function pooledEdges(
  reference: NumericSample,
  current: NumericSample,
  binning: 'sturges' | 'equal-30',
): Float64Array | undefined {
  const { low, high } = pooledRange(reference, current);
  if (binning === 'equal-30') return Number.isFinite(high - low) ? linearEdges(low, high, 30) : undefined;
  return sturgesEdges(low, high, reference.size + current.size, reference.integer && current.integer);
}

function exactCounts(method: string, reference: Sample, current: Sample, binning: Binning): BinnedCounts {
  const counts = pairCounts(method, reference, current);
  return binning === 'reference' ? othersTogether(counts) : counts;
}

/** Puts the values that are not in the reference into one bin. */
function othersTogether(counts: BinnedCounts): BinnedCounts {
  const known = counts.reference.filter((count) => count > 0);
  const currentKnown = counts.current.filter((_, index) => (counts.reference[index] ?? NaN) > 0);
  const others = counts.current.reduce((sum, count, index) => sum + (counts.reference[index] ? 0 : count), 0);
  if (others === 0) return { reference: known, current: currentKnown };
  return { reference: Float64Array.of(...known, 0), current: Float64Array.of(...currentKnown, others) };
}

/**
 * The edges of NumPy's `histogram_bin_edges(values, bins="sturges")`: log2(size) + 1 bins of equal width, one more where
 * rounding ends above a whole number. The floating-point operations are in NumPy's order.
 * @param size the number of values.
 * @param integer whether the values are of an integer type; bins are then at least 1 wide (NumPy >= 2.1).
 * @returns undefined when the range is infinite or too narrow to divide.
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
function linearEdges(low: number, high: number, bins: number): Float64Array | undefined {
  const step = (high - low) / bins;
  const edges = Float64Array.from({ length: bins + 1 }, (_, index) => index * step + low);
  edges[bins] = high;
  return edges.every((edge, index) => index === 0 || (edges[index - 1] ?? NaN) < edge) ? edges : undefined;
}

/** Counts ascending values in each bin [edge, next edge), the last one closed; values outside are not counted. */
export function countInBins(sorted: Float64Array, edges: Float64Array): Float64Array {
  const bins = edges.length - 1;
  const counts = new Float64Array(bins);
  let start = lowerBound(sorted, edges[0] ?? NaN);
  for (let bin = 0; bin < bins; bin++) {
    const edge = edges[bin + 1] ?? NaN;
    const end = bin === bins - 1 ? upperBound(sorted, edge) : lowerBound(sorted, edge);
    counts[bin] = end - start;
    start = end;
  }
  return counts;
}
