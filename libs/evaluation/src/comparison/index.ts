export {
  binnedCounts,
  type Binning,
  countInBins,
  countInOpenBins,
  pooledRange,
  referenceEdges,
  sturgesEdges,
} from './binning.js';
export { homogeneityP, pairCounts, type PairedCounts } from './contingency.js';
export { jensenShannon, kullbackLeibler, populationStability, shares } from './divergence.js';
export { type Comparison, type DriftTest, type Mode, numericTest } from './drift-test.js';
export { type DriftFailure, DriftUndefined } from './drift.errors.js';
export { eachTie, stepDifference } from './pooled-order.js';
export { stepArea } from './step-area.js';
