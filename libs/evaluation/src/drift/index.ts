export {
  type Choice,
  type DatasetDrift,
  datasetDrift,
  type DatasetDriftOptions,
  type FeatureSamples,
} from './dataset-drift.js';
export { type DriftOptions, featureDrift, type FeatureDrift, isDrift, severityOf } from './feature-drift.js';
export { ALARM_LEVEL, columnLevel, LEAST_DISTANCE } from './levels.js';
export { type Discrepancy, mmd, type MmdOptions, type Vectors } from './mmd.js';
export { pinTest, selectTest } from './selection.js';
export * from './methods.js';
