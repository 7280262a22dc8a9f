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
    labels: ['model', 'version', 'model_type', 'champion'],
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
  monitoring_window_size: {
    type: 'gauge',
    help: 'Rows in a sliding window, by window (feedback).',
    labels: ['model', 'version', 'window'],
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
