import type { MetricDefinition } from '../metric-definition.js';
import { batchSizeBuckets, latencyBuckets, probabilityBuckets } from './buckets.js';

const services = ['predict'] as const;

/** Models, predictions and their quality; `model` and `version` label every family about a model. */
export const modelMetrics = {
  predictions_total: {
    type: 'counter',
    help: 'Predictions served, by predicted class (or "value" for a regression).',
    labels: ['model', 'version', 'prediction_result'],
    services,
  },
  prediction_duration_seconds: {
    type: 'histogram',
    help: 'Time a row waits for and spends in the model, in seconds.',
    labels: ['model', 'version'],
    buckets: latencyBuckets,
    services,
  },
  prediction_confidence_score: {
    type: 'histogram',
    help: 'Probability of the predicted class.',
    labels: ['model', 'version', 'prediction_result'],
    buckets: probabilityBuckets,
    services,
  },
  prediction_batch_size: {
    type: 'histogram',
    help: 'Rows in one run of the model.',
    labels: ['model', 'version'],
    buckets: batchSizeBuckets,
    services,
  },
  prediction_queue_depth: {
    type: 'gauge',
    help: 'Rows waiting for a run of the model.',
    labels: ['model', 'version'],
    services,
  },
  model_loaded: {
    type: 'gauge',
    help: 'Whether the version is loaded and served (1) or was refused (0).',
    labels: ['model', 'version'],
    services,
  },
  model_info: {
    type: 'gauge',
    help: 'Always 1; the labels describe the version.',
    labels: ['model', 'version', 'model_type', 'champion', 'f1_average', 'positive_class'],
    services,
  },
  model_validation_f1_score: {
    type: 'gauge',
    help: 'F1 on the holdout when the version was registered.',
    labels: ['model', 'version'],
    services,
  },
  prediction_f1_score: {
    type: 'gauge',
    help: 'F1 over the feedback window, averaged as the manifest says.',
    labels: ['model', 'version'],
    services,
  },
  prediction_precision_score: {
    type: 'gauge',
    help: 'Precision over the feedback window, averaged as the manifest says.',
    labels: ['model', 'version'],
    services,
  },
  prediction_recall_score: {
    type: 'gauge',
    help: 'Recall over the feedback window, averaged as the manifest says.',
    labels: ['model', 'version'],
    services,
  },
  model_accuracy: {
    type: 'gauge',
    help: 'Share of correct predictions over the feedback window, by predicted attribute.',
    labels: ['model', 'version', 'attribute'],
    services,
  },
  prediction_error: {
    type: 'gauge',
    help: "Mean absolute error over the feedback window, in the target's unit.",
    labels: ['model', 'version'],
    services,
  },
  prediction_outcomes_total: {
    type: 'counter',
    help: 'Labelled predictions by class and outcome (tp, fp, fn).',
    labels: ['model', 'version', 'class', 'outcome'],
    services,
  },
  prediction_f1_score_estimated: {
    type: 'gauge',
    help: 'F1 over the prediction window, estimated without labels (CBPE), averaged as the manifest says.',
    labels: ['model', 'version'],
    services,
  },
  prediction_f1_score_estimated_lower: {
    type: 'gauge',
    help: 'Lower end of the confidence band of the estimated F1.',
    labels: ['model', 'version'],
    services,
  },
  prediction_f1_score_estimated_upper: {
    type: 'gauge',
    help: 'Upper end of the confidence band of the estimated F1.',
    labels: ['model', 'version'],
    services,
  },
  data_drift_detected: {
    type: 'gauge',
    help: 'Whether the share of drifted features in the prediction window reaches its limit (1) or not (0).',
    labels: ['model', 'version'],
    services,
  },
  data_drift_score: {
    type: 'gauge',
    help: 'Share of the features that drifted in the prediction window, of those that could be measured.',
    labels: ['model', 'version'],
    services,
  },
  prediction_drift_detected: {
    type: 'gauge',
    help: 'Whether the predictions of the window differ from those on the reference (1) or not (0).',
    labels: ['model', 'version', 'method'],
    services,
  },
  prediction_drift_score: {
    type: 'gauge',
    help: 'How the predictions of the window differ from those on the reference, in the unit of the method.',
    labels: ['model', 'version', 'method'],
    services,
  },
  drift_score: {
    type: 'gauge',
    help: 'How a feature in the prediction window differs from the reference, in the unit of the method.',
    labels: ['model', 'version', 'feature', 'method'],
    services,
  },
  drift_threshold: {
    type: 'gauge',
    help: 'The score from which on (or, for p-values, below which) a feature counts as drifted.',
    labels: ['model', 'version', 'feature', 'method'],
    services,
  },
  drift_severity: {
    type: 'gauge',
    help: 'Drift of a feature on one scale for every method: 1 at the threshold, more beyond it.',
    labels: ['model', 'version', 'feature', 'method'],
    services,
  },
  feature_drift_detected: {
    type: 'gauge',
    help: 'Whether a feature in the prediction window drifted (1) or not (0).',
    labels: ['model', 'version', 'feature', 'method'],
    services,
  },
  monitoring_window_size: {
    type: 'gauge',
    help: 'Rows in a sliding window, by window (predictions, feedback).',
    labels: ['model', 'version', 'window'],
    services,
  },
  monitoring_last_evaluation_timestamp_seconds: {
    type: 'gauge',
    help: 'When the published evaluation was last made or confirmed, in seconds since 1970.',
    labels: ['model', 'version'],
    services,
  },
  monitoring_evaluation_duration_seconds: {
    type: 'gauge',
    help: 'How long the published evaluation took, in seconds.',
    labels: ['model', 'version'],
    services,
  },
  monitoring_evaluations_total: {
    type: 'counter',
    help: 'Evaluations made by this replica, by outcome (computed, unchanged).',
    labels: ['model', 'version', 'outcome'],
    services,
  },
  monitoring_errors_total: {
    type: 'counter',
    help: 'Evaluations of this replica without a value, by window (predictions, feedback), feature and reason; what fails as a whole names no feature.',
    labels: ['model', 'version', 'window', 'feature', 'reason'],
    services,
  },
  prediction_log_pending: {
    type: 'gauge',
    help: 'Predictions in the local spool that the database does not hold yet.',
    labels: [],
    services,
  },
  prediction_log_errors_total: {
    type: 'counter',
    help: 'Failures of the prediction log, by reason (spool_full, spool_write, corrupt_record, refused_record, database).',
    labels: ['reason'],
    services,
  },
} as const satisfies Record<string, MetricDefinition>;
