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
export { type Binning, countInOpenBins, referenceEdges } from './drift/binning.js';
export { categorical, CategoricalSample, type Category } from './drift/categorical-sample.js';
export {
  type Choice,
  type DatasetDrift,
  datasetDrift,
  type DatasetDriftOptions,
  type FeatureSamples,
} from './drift/dataset-drift.js';
export { jensenShannon, kullbackLeibler, populationStability } from './drift/divergence.js';
export { type DriftFailure, DriftUndefined } from './drift/drift.errors.js';
export type { Comparison, DriftTest, Mode } from './drift/drift-test.js';
export { type DriftOptions, type FeatureDrift, featureDrift } from './drift/feature-drift.js';
export { maximumMeanDiscrepancy } from './drift/maximum-mean-discrepancy.js';
export { type Dropped, numeric, type NumericOptions, NumericSample } from './drift/numeric-sample.js';
export { type DriftMethod, driftTests } from './drift/registry.js';
export type { FeatureKind, Sample } from './drift/sample.js';
export { pinTest, selectTest } from './drift/selection.js';
export { severityOf } from './drift/severity.js';
export {
  type CalibrationBin,
  calibrationCurve,
  expectedCalibrationError,
} from './quality/calibration-error.js';
export { balancedAccuracy, matthewsCorrelation } from './quality/class-balance.js';
export { ConfusionMatrix } from './quality/confusion-matrix.js';
export { datasetQuality, type DatasetQuality } from './quality/dataset-quality.js';
export {
  categoryChange,
  type CategoryChange,
  columnQuality,
  type ColumnQuality,
  columnQuantile,
  type ColumnValues,
  countInList,
  countInRange,
  type Membership,
  numericColumnQuality,
  type NumericColumnQuality,
} from './quality/feature-quality.js';
export { type MultiLabelAverage, MultiLabelCounts } from './quality/multi-label.js';
export { labelsAtThreshold, mostProbable, topKThreshold } from './quality/predicted-labels.js';
export { brierScore, logLoss } from './quality/probability-loss.js';
export { averagePrecision, macroRocAuc, precisionRecallAuc, rocAuc } from './quality/ranking.js';
export {
  regressionQuality,
  type RegressionQuality,
  type RegressionQualityOptions,
} from './quality/regression-quality.js';
export {
  rates,
  type Rates,
  scoresByLabel,
  strictScores,
  windowScores,
  type WindowScoreOptions,
} from './quality/window-scores.js';
