import { pairCounts } from '../comparison/index.js';
import type { DriftMethod } from '../drift-tests/index.js';
import type { Sample } from '../samples/index.js';

/** A reference of more rows than this is measured by distance, a smaller one tested by p-value. */
const LARGE_REFERENCE = 1000;

/** A numeric feature of at most this many distinct values is treated as categorical. */
const FEW_VALUES = 5;

/**
 * The test Evidently chooses: by the type of the feature, the rows of the cleaned reference and the distinct values of
 * both samples together. As the current data grow the choice can change; `pinTest` keeps it.
 */
export function selectTest(reference: Sample, current: Sample): DriftMethod {
  const distinct = reference.counts.values.length;
  // More values than that make no difference, so the current ones need not be counted.
  if (distinct > FEW_VALUES) return choose(reference, distinct);
  return choose(reference, pairCounts('selection', reference, current).values.length);
}

/** The test to register for a feature: Evidently's choice by the reference alone, so that it never changes. */
export function pinTest(reference: Sample): DriftMethod {
  return choose(reference, reference.counts.values.length);
}

function choose({ kind, size }: Sample, distinct: number): DriftMethod {
  const manyValues = kind === 'numerical' && distinct > FEW_VALUES;
  if (size > LARGE_REFERENCE) return manyValues ? 'wasserstein' : 'jensenshannon';
  if (manyValues) return 'ks';
  return distinct > 2 ? 'chisquare' : 'z';
}
