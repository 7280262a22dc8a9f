import { binnedCounts, type DriftTest, jensenShannon } from '../comparison/index.js';

/** Jensen-Shannon distance over bins or categories, natural logarithm: at most sqrt(ln 2) = 0.8326. */
export const jensenShannonTest: DriftTest = {
  method: 'jensenshannon',
  displayName: 'Jensen-Shannon distance',
  kinds: ['numerical', 'categorical'],
  threshold: 0.1,
  driftIf: '>=',
  score(reference, current, { binning }) {
    const counts = binnedCounts(this.method, reference, current, binning);
    return jensenShannon(counts.reference, counts.current);
  },
};
