export {
  accuracy,
  type Average,
  type AverageScores,
  averageScores,
  classScores,
  type ScoreOptions,
  type Scores,
  type ZeroFilledScores,
  zeroFilledScores,
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
  windowScores,
  type WindowScoreOptions,
} from './quality/window-scores.js';
export { estimateAveragedF1, type F1Estimate } from './estimation/averaged-f1.js';
export {
  type BinaryEstimator,
  type BinaryRows,
  estimateBinary,
  fitBinaryEstimator,
} from './estimation/binary-estimator.js';
export { ConfidenceCounts, type ExpectedScores } from './estimation/confidence-counts.js';
export { directLoss } from './estimation/direct-loss.js';
export {
  type ByMetric,
  type EstimatedMetric,
  estimatedMetrics,
  type MetricEstimate,
  type MetricProfile,
} from './estimation/estimated-metric.js';
export { type FeatureEncoding, type TableCategory, type TableColumn } from './estimation/feature-encoding.js';
export { calibrated, fitIsotonic, type IsotonicCurve } from './estimation/isotonic.js';
export {
  estimateLoss,
  fitLossEstimator,
  type LossEstimator,
  type LossMetric,
  lossMetrics,
  rowLosses,
} from './estimation/loss-estimator.js';
export {
  calibrateRows,
  estimateMulticlass,
  fitMulticlassEstimator,
  type MulticlassEstimator,
  type MulticlassRows,
} from './estimation/multiclass-estimator.js';
export { type AdjustedP, benjaminiHochberg } from './estimation/multiple-testing.js';
export {
  chunksOf,
  isBeyond,
  type NoiseOptions,
  type NoiseThreshold,
  noiseThreshold,
} from './estimation/noise-threshold.js';
export {
  fitReconstruction,
  type ReconstructionError,
  reconstructionError,
  type ReconstructionProfile,
} from './estimation/reconstruction-error.js';
export { Adwin, type AdwinBucket, type AdwinOptions, type AdwinState } from './detection/adwin.js';
export { Cusum, type CusumOptions, type CusumState } from './detection/cusum.js';
export { Ddm, type DdmOptions, type DdmState } from './detection/ddm.js';
export type { ChangeDetector, Signal } from './detection/detector.js';
export { PageHinkley, type PageHinkleyOptions, type PageHinkleyState } from './detection/page-hinkley.js';
export { CategoryCounts } from './sketch/category-counts.js';
export { EdgeHistogram } from './sketch/edge-histogram.js';
export { KllSketch, type KllState, rankError } from './sketch/kll-sketch.js';
export { MomentSums, type MomentState } from './sketch/moment-sums.js';
export {
  type CategoricalColumnProfile,
  type ColumnProfile,
  type EstimatorProfile,
  type NumericColumnProfile,
  type ReferenceProfile,
  type TextDescriptor,
  textDescriptors,
} from './profile/reference-profile.js';
export type {
  ColumnDistribution,
  ColumnDrift,
  ColumnEvaluation,
  ColumnSummary,
  Limits,
  QualityEstimate,
  WindowEvaluation,
} from './profile/window-evaluation.js';
export type { ReferenceQuality } from './profile/reference-quality.js';
export { buildProfile, type ProfileProgress } from './profile/build-profile.js';
export { type EvaluationOptions, evaluateWindow } from './profile/evaluate-window.js';
export { type PreparedProfile, prepareProfile } from './profile/prepare-profile.js';
export { binLabels, binOf, outsideReference, type PreparedColumn } from './profile/prepared-column.js';
export type {
  FeatureSpec,
  PredictionRows,
  ProfileSpec,
  RawColumn,
  RawValue,
  ReferenceTable,
} from './profile/profile-spec.js';
export { ProfileInputInvalid } from './profile/profile.errors.js';
export { type Descriptors, descriptorsOf } from './profile/text-descriptors.js';
