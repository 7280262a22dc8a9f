export { type AveragedF1Options, estimateAveragedF1, type F1Estimate } from './averaged-f1.js';
export {
  type BinaryEstimator,
  type BinaryRows,
  estimateBinary,
  fitBinaryEstimator,
  fitCalibration,
} from './binary-estimator.js';
export {
  byMetric,
  type ByMetric,
  confidenceBand,
  errorFactor,
  type EstimatedMetric,
  type EstimateRows,
  type MetricEstimate,
  type MetricProfile,
} from './estimated-metric.js';
export { ConfidenceCounts, type ExpectedScores } from './expected-quality.js';
export { type ErrorModel, type ErrorModelRows, fitErrorModel, predictLosses } from './error-model.js';
export type { FeatureEncoding, TableColumn } from './feature-encoding.js';
export { estimateLabelsF1, type LabelAverage } from './labels-f1.js';
export { calibrated, fitIsotonic, type IsotonicCurve } from './isotonic.js';
export {
  estimateLoss,
  fitLossEstimator,
  type LossEstimator,
  type LossMetric,
  rowLosses,
} from './loss-estimator.js';
export {
  calibrateRows,
  estimateMulticlass,
  fitMulticlassEstimator,
  type MulticlassEstimator,
  type MulticlassRows,
} from './multiclass-estimator.js';
export {
  fitReconstruction,
  reconstructionError,
  type ReconstructionError,
  type ReconstructionProfile,
  type RowError,
} from './reconstruction-error.js';
