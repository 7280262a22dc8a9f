export { itemAt, mean, pairwiseSum, roundHalfEven, standardDeviation, variance } from './arithmetic.js';
export { autocorrelationTime } from './autocorrelation-time.js';
export { sortedByOutcome, sortedCopy } from './bucket-sort.js';
export { cramerVonMisesExactTail, cramerVonMisesTail } from './cramer-von-mises.js';
export { fisherTwoSided, mannWhitneyTail } from './exact-laws.js';
export { ExactSum } from './exact-sum.js';
export {
  type Interval,
  meanInterval,
  type SampleMoments,
  welchTwoSided,
  wilsonInterval,
} from './intervals.js';
export { kolmogorovTwoSampleTail } from './kolmogorov.js';
export { MersenneTwister } from './mersenne-twister.js';
export { lowerBound, lowerBoundFrom, quantile, upperBound } from './sorted-values.js';
export { chiSquaredTail, normalCdf, normalTail, studentTwoSided } from './special-functions.js';
export { gammaLaw, type SquaresLaw, squaresLaw, squaresQuantile, squaresTail } from './squares-law.js';
export { spectrum } from './symmetric-matrix.js';
export {
  type AdjustedP,
  benjaminiHochberg,
  chunksOf,
  holm,
  isBeyond,
  type NoiseOptions,
  noiseThreshold,
  type NoiseThreshold,
} from './thresholds.js';
