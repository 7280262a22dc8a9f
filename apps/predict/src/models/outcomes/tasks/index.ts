export { binaryFields } from './binary.js';
export { multiclassFields } from './multiclass.js';
export { regressionFields } from './regression.js';
export {
  outcomeFormOf,
  type OutcomeKind,
  outcomeKindOf,
  type Task,
  type TaskFields,
  taskKindOf,
  taskNames,
} from './registry.js';
export { classificationMetrics, regressionMetrics } from './task-kind.js';
