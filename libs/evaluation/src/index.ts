export {
  accuracy,
  type Average,
  averageScores,
  classScores,
  type ScoreOptions,
  type Scores,
} from './classification.js';
export { type ClassCounts, ConfusionCounts } from './confusion-counts.js';
export { RegressionErrors } from './regression.js';
