export { EvaluationStore } from './evaluation-store.js';
export type {
  ClassificationEvaluation,
  EvaluationPoint,
  ModelEvaluation,
  RegressionEvaluation,
  WindowState,
} from './model-evaluation.js';
export { monitoringState } from './monitoring-state.js';
export { MonitoringModule } from './monitoring.module.js';
export {
  driftAnswerSchema,
  qualityAnswerSchema,
  type VersionQuery,
  versionQuerySchema,
} from './monitoring.schema.js';
export { scoreCoverage, withCoverage } from './score-coverage.js';
export { snakeCased } from './snake-case.js';
