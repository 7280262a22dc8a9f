export { buildProfile, type ProfileProgress } from './build-profile.js';
export { sampleOfCounts } from './column-quantiles.js';
export { ColumnUnreadable, sampleOf, tableColumn, textsOf } from './column-values.js';
export {
  type FeatureSpec,
  type PredictionRows,
  ProfileInputInvalid,
  type ProfileSpec,
  type ReferenceTable,
} from './profile-spec.js';
export { estimateQuality, revivedEstimator, revivedThreshold } from './quality-estimate.js';
export {
  type CategoricalColumnProfile,
  type ColumnProfile,
  type EstimatorProfile,
  type NumericColumnProfile,
  type ReferenceProfile,
  type ReferenceQuality,
  type TextDescriptor,
  textDescriptors,
} from './reference-profile.js';
export { descriptorColumns, type Descriptors, descriptorsOf } from './text-descriptors.js';
