export { EvaluationModule } from './evaluation.module.js';
export { monitoringState } from './evaluation-monitor.js';
export { EvaluationStore } from './evaluation-store.js';
export type { DriftRanking } from './drift-ranking.js';
export type {
  DataQualityEvaluation,
  DriftBaseline,
  EvaluationPoint,
  ModelEvaluation,
  WindowState,
} from './model-evaluation.js';
