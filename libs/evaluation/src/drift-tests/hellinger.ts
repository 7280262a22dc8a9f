import {
  countInBins,
  type DriftTest,
  DriftUndefined,
  pairCounts,
  pooledRange,
  shares,
  sturgesEdges,
} from '../comparison/index.js';
import { NumericSample, type Sample } from '../samples/index.js';

const METHOD = 'hellinger';

/**
 * Hellinger distance sqrt(1 - Σ sqrt(r c)) over categories, or over equal bins of the pooled range whose number follows
 * Sturges' rule for the distinct values. It always uses these bins: the binning option does not apply.
 */
export const hellinger: DriftTest = {
  method: METHOD,
  displayName: 'Hellinger distance',
  kinds: ['numerical', 'categorical'],
  threshold: 0.1,
  driftIf: '>=',
  score(reference, current) {
    const overlap =
      reference.kind === 'numerical' && current.kind === 'numerical'
        ? densityOverlap(reference, current)
        : shareOverlap(reference, current);
    return Math.sqrt(1 - Math.min(1, overlap));
  },
};

function shareOverlap(reference: Sample, current: Sample): number {
  const counts = pairCounts(METHOD, reference, current);
  const c = shares(counts.current);
  return shares(counts.reference).reduce(
    (sum, share, index) => sum + Math.sqrt(share * (c[index] ?? NaN)),
    0,
  );
}

function densityOverlap(reference: NumericSample, current: NumericSample): number {
  const distinct = pairCounts(METHOD, reference, current).values.length;
  const { low, high } = pooledRange(reference, current);
  const edges = sturgesEdges(low, high, distinct, reference.integer && current.integer);
  if (edges === undefined) throw new DriftUndefined(METHOD, 'no-bins');
  const width = ((edges.at(-1) ?? NaN) - (edges[0] ?? NaN)) / (edges.length - 1);
  const c = densities(current, edges);
  return densities(reference, edges).reduce(
    (sum, density, bin) => sum + Math.sqrt(density * (c[bin] ?? NaN)) * width,
    0,
  );
}

function densities(sample: NumericSample, edges: Float64Array): Float64Array {
  const counts = countInBins(sample.sorted, edges);
  return counts.map((count, bin) => count / ((edges[bin + 1] ?? NaN) - (edges[bin] ?? NaN)) / sample.size);
}
