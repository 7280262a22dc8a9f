import { pairCounts } from '../comparison/index.js';
import type { DriftMethod } from '../drift-tests/index.js';
import type { Sample } from '../samples/index.js';

/** A reference with more rows is compared by a distance, a smaller one by a p-value. */
const LARGE_REFERENCE = 1000;

/** A numeric feature with at most this many distinct values is treated as categorical. */
const FEW_VALUES = 5;

/**
 * Evidently's choice of a test, by the type of the feature, the rows of the cleaned reference and the distinct values of both
 * samples. It can change with the current data; that of `pinTest` cannot.
 */
export function selectTest(reference: Sample, current: Sample): DriftMethod {
  const distinct = reference.counts.values.length;
  // The current values would make no difference.
  if (distinct > FEW_VALUES) return choose(reference, distinct);
  return choose(reference, pairCounts('selection', reference, current).values.length);
}

/** Evidently's choice by the reference alone, so that it never changes. */
export function pinTest(reference: Sample): DriftMethod {
  return choose(reference, reference.counts.values.length);
}

function choose({ kind, size }: Sample, distinct: number): DriftMethod {
  const manyValues = kind === 'numerical' && distinct > FEW_VALUES;
  if (size > LARGE_REFERENCE) return manyValues ? 'wasserstein' : 'jensenshannon';
  if (manyValues) return 'ks';
  return distinct > 2 ? 'chisquare' : 'z';
}
