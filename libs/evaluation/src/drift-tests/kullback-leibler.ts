import { binnedCounts, type DriftTest, kullbackLeibler } from '../comparison/index.js';

/** Kullback-Leibler divergence of the current data from the reference over bins or categories, natural logarithm. */
export const kullbackLeiblerTest: DriftTest = {
  method: 'kl_div',
  displayName: 'Kullback-Leibler divergence',
  kinds: ['numerical', 'categorical'],
  threshold: 0.1,
  driftIf: '>=',
  score(reference, current, { binning }) {
    const counts = binnedCounts(this.method, reference, current, binning);
    return kullbackLeibler(counts.reference, counts.current);
  },
};
