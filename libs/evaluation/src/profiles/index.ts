export { buildProfile, type ProfileProgress } from './build-profile.js';
export { cellsOf, type ColumnCells, isValue } from './column-cells.js';
export { sampleOfCounts } from './column-quantiles.js';
export { ColumnUnreadable, sampleOf, tableColumn } from './column-values.js';
export { estimateF1, type F1Band } from './f1-estimate.js';
export { estimateLabels } from './label-estimate.js';
export { estimateError } from './error-estimate.js';
export {
  type FeatureSpec,
  type OutcomeSpec,
  type PredictionRows,
  ProfileInputInvalid,
  type ProfileSpec,
  type ReferenceTable,
} from './profile-spec.js';
export {
  estimateQuality,
  MIN_ESTIMATOR_ROWS,
  revivedEstimator,
  revivedThreshold,
} from './quality-estimate.js';
export {
  type CategoricalColumnProfile,
  type ColumnProfile,
  type ErrorEstimator,
  type EstimatedLoss,
  type EstimatorProfile,
  type LabelEstimators,
  type NumericColumnProfile,
  type ReferenceProfile,
  type ReferenceQuality,
  type ReferenceSample,
} from './reference-profile.js';
export { embeddingDistance, type EmbeddingProfile, embeddingThreshold } from './embedding-profile.js';
export { codesOfSample } from './reference-sample.js';
