import { CategoricalSample, NumericSample, type Sample } from '../samples/index.js';
import { autocorrelationTime, itemAt, lowerBound } from '../statistics/index.js';

/** The categories whose dependence is measured. */
const MAX_INDICATORS = 8;

/**
 * The autocorrelation time of the rows of a sample, in their order: of the ranks of numbers, or the longest of the indicators of
 * the most common categories.
 */
export function timeOf(sample: Sample): number {
  if (sample.kind === 'numerical') return autocorrelationTime(ranksOf(sample));
  return Math.max(1, ...indicatorsOf(sample).map(autocorrelationTime));
}

function ranksOf({ values, sorted }: NumericSample): Float64Array {
  return values.map((value) => lowerBound(sorted, value));
}

function indicatorsOf({ codes, counts }: CategoricalSample): Float64Array[] {
  const byCount = Array.from(counts.counts, (_, code) => code).sort(
    (one, other) => itemAt(counts.counts, other) - itemAt(counts.counts, one),
  );
  // The rows of one of two categories are those that are not of the other.
  const informative = byCount.length === 2 ? 1 : MAX_INDICATORS;
  return byCount.slice(0, informative).map((code) => Float64Array.from(codes, (own) => Number(own === code)));
}

/** Every n-th row. */
export function everyNth(sample: Sample, n: number): Sample {
  if (n === 1) return sample;
  if (sample.kind === 'numerical') {
    return NumericSample.of(
      sample.values.filter((_, row) => row % n === 0),
      { integer: sample.integer },
    );
  }
  const { codes, counts } = sample;
  return CategoricalSample.of(
    Array.from(codes)
      .filter((_, row) => row % n === 0)
      .map((code) => counts.values[code]),
  );
}
