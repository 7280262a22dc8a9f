export {
  type ClassificationEvaluation,
  labelledQuality,
  type MultilabelEvaluation,
  type QualityEvaluation,
  type RegressionEvaluation,
} from './labelled-quality.js';
export type { ScoredLabel } from './probability-quality.js';
export { type Quality, type QualityScores, qualityScores } from './quality-scores.js';
export { scoreCoverage, withCoverage } from './score-coverage.js';
