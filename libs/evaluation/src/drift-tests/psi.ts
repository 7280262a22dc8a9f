import { binnedCounts, type DriftTest, populationStability } from '../comparison/index.js';

/** Population stability index over bins or categories: Σ (r - c) ln(r / c), shares of zero filled. */
export const psi: DriftTest = {
  method: 'psi',
  displayName: 'PSI',
  kinds: ['numerical', 'categorical'],
  threshold: 0.1,
  driftIf: '>=',
  score(reference, current, { binning }) {
    const counts = binnedCounts(this.method, reference, current, binning);
    return populationStability(counts.reference, counts.current);
  },
};
