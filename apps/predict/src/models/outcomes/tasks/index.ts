export { anomalyFields } from './anomaly.js';
export { binaryFields } from './binary.js';
export { multiclassFields } from './multiclass.js';
export { multilabelFields } from './multilabel.js';
export { regressionFields } from './regression.js';
export {
  outcomeFormOf,
  outcomeFormOfManifest,
  type OutcomeKind,
  outcomeKindOf,
  type Task,
  type TaskFields,
  taskKindOf,
  taskNames,
} from './registry.js';
export { multilabelMetrics, regressionMetrics } from './task-kind.js';
