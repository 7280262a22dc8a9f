import { lowerBound } from '../statistics/sorted-search.js';
import { DriftUndefined } from './drift.errors.js';
import { countInBins, linearEdges, sturgesEdges } from './histogram.js';
import type { NumericSample } from './numeric-sample.js';
import { pairCounts } from './paired-counts.js';
import type { Sample } from './sample.js';

/**
 * How PSI, Kullback-Leibler and Jensen-Shannon divide numeric values:
 * - `sturges`: equal bins over reference and current pooled, their number by Sturges' rule, as Evidently 0.7.21 does
 *   whatever number of bins is asked for. The edges move with the current data.
 * - `equal-30`: thirty equal bins over both pooled.
 * - `reference`: the edges of `referenceEdges`, so that counts of several windows or replicas can be added.
 * - edges of your own, ascending: the first and last bins are open, so nothing falls outside.
 *
 * But for edges of your own, a reference of at most 20 distinct values, like any categorical feature, is counted by
 * exact value; with `reference`, values it does not have share one bin.
 */
export type Binning = 'sturges' | 'equal-30' | 'reference' | Float64Array;

/** Counts of the same bins in two samples. */
export interface BinnedCounts {
  readonly reference: Float64Array;
  readonly current: Float64Array;
}

/** A reference of more distinct values than this is put into bins. */
const MAX_EXACT_VALUES = 20;

/** Counts both samples in the same bins. @throws DriftUndefined when no bins can be made. */
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
 * The inner edges of the bins that `reference` uses: Sturges' rule on the reference alone; bin 0 is below the first
 * edge, the last one from the last edge on. Undefined when the range cannot be divided.
 */
export function referenceEdges({ sorted, size, integer }: NumericSample): Float64Array | undefined {
  return sturgesEdges(sorted[0]!, sorted[size - 1]!, size, integer)?.slice(1, -1);
}

/** Counts of ascending values in the bins that inner edges divide, the outer ones open. */
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

function pooledEdges(
  reference: NumericSample,
  current: NumericSample,
  binning: 'sturges' | 'equal-30',
): Float64Array | undefined {
  const low = Math.min(reference.sorted[0]!, current.sorted[0]!);
  const high = Math.max(reference.sorted[reference.size - 1]!, current.sorted[current.size - 1]!);
  if (binning === 'equal-30') return Number.isFinite(high - low) ? linearEdges(low, high, 30) : undefined;
  return sturgesEdges(low, high, reference.size + current.size, reference.integer && current.integer);
}

function exactCounts(method: string, reference: Sample, current: Sample, binning: Binning): BinnedCounts {
  const counts = pairCounts(method, reference, current);
  return binning === 'reference' ? othersTogether(counts) : counts;
}

/** Puts the values that the reference does not have into one bin, if there are any. */
function othersTogether(counts: BinnedCounts): BinnedCounts {
  const known = counts.reference.filter((count) => count > 0);
  const currentKnown = counts.current.filter((_, index) => counts.reference[index]! > 0);
  const others = counts.current.reduce((sum, count, index) => sum + (counts.reference[index] ? 0 : count), 0);
  if (others === 0) return { reference: known, current: currentKnown };
  return { reference: Float64Array.of(...known, 0), current: Float64Array.of(...currentKnown, others) };
}
