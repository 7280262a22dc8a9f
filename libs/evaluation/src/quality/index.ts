export {
  accuracy,
  type Average,
  averageFBeta,
  averageScores,
  type AverageScores,
  balancedAccuracy,
  classScores,
  cohenKappa,
  fBeta,
  matthewsCorrelation,
  type ScoreOptions,
  type Scores,
  type ZeroFilledScores,
} from './classification.js';
export {
  categoryChange,
  type CategoryChange,
  columnQuality,
  type ColumnQuality,
  columnQuantile,
  countInList,
  countInRange,
  type Membership,
  numericColumnQuality,
  type NumericColumnQuality,
} from './column-quality.js';
export { type ClassCounts, type Confusion, ConfusionCounts, ConfusionMatrix } from './confusion-counts.js';
export { datasetQuality, type DatasetQuality, duplicatedRows, emptyRows } from './dataset-quality.js';
export { type MultiLabelAverage, MultiLabelCounts } from './multi-label.js';
export {
  brierScore,
  type CalibrationBin,
  calibrationCurve,
  expectedCalibrationError,
  logLoss,
  mostProbable,
  topKAccuracy,
  topKThreshold,
} from './probabilities.js';
export { averagePrecision, macroRocAuc, precisionRecallAuc, rocAuc } from './ranking.js';
export { pinballLoss } from './pinball-loss.js';
export {
  RegressionErrors,
  regressionQuality,
  type RegressionQuality,
  type RegressionQualityOptions,
} from './regression.js';
export { rates, type Rates, scoresByLabel, type WindowScoreOptions, windowScores } from './window-scores.js';
