import type { MetricDefinition } from './metric-definition.js';

const services = ['predict'] as const;

/** How the predictions of a window differ from the reference, and whether they meet the rules on data. */
export const driftMetrics = {
  data_drift_detected: {
    type: 'gauge',
    help: 'Whether the share of drifted features in the prediction window reaches its limit (1) or not (0).',
    labels: ['model', 'version'],
    services,
  },
  data_drift_score: {
    type: 'gauge',
    help: 'Share of drifted features in the prediction window, among the features that could be measured.',
    labels: ['model', 'version'],
    services,
  },
  prediction_drift_detected: {
    type: 'gauge',
    help: 'Whether the predictions in the window have drifted from those on the reference (1) or not (0).',
    labels: ['model', 'version', 'method'],
    services,
  },
  prediction_drift_score: {
    type: 'gauge',
    help: 'Drift score of the predictions in the window against those on the reference, in the unit of the method.',
    labels: ['model', 'version', 'method'],
    services,
  },
  drift_score: {
    type: 'gauge',
    help: 'Drift score of a feature in the prediction window against the reference, in the unit of the method.',
    labels: ['model', 'version', 'feature', 'method'],
    services,
  },
  drift_threshold: {
    type: 'gauge',
    help: 'Threshold of the drift score for the rows of the window: a feature drifts with a distance above it, or a p-value below it.',
    labels: ['model', 'version', 'feature', 'method'],
    services,
  },
  drift_severity: {
    type: 'gauge',
    help: 'Drift of a feature on the same scale for every method: 1 at the threshold, larger beyond it.',
    labels: ['model', 'version', 'feature', 'method'],
    services,
  },
  feature_drift_detected: {
    type: 'gauge',
    help: 'Whether a feature in the prediction window drifted (1) or not (0).',
    labels: ['model', 'version', 'feature', 'method'],
    services,
  },
  feature_missing_ratio: {
    type: 'gauge',
    help: 'Share of missing values of a nullable feature in the prediction window.',
    labels: ['model', 'version', 'feature'],
    services,
  },
  feature_missing_reference_ratio: {
    type: 'gauge',
    help: 'Share of missing values of a nullable feature in the reference.',
    labels: ['model', 'version', 'feature'],
    services,
  },
  multivariate_drift_score: {
    type: 'gauge',
    help: 'Drift of the columns of the prediction window together, by method: domain_classifier (area under the ROC curve, 0.5 without drift) or reconstruction_error.',
    labels: ['model', 'version', 'method'],
    services,
  },
  multivariate_drift_threshold: {
    type: 'gauge',
    help: 'Threshold of the multivariate drift score, by method.',
    labels: ['model', 'version', 'method'],
    services,
  },
  multivariate_drift_detected: {
    type: 'gauge',
    help: 'Whether the columns of the prediction window together drifted from the reference (1) or not (0), by method.',
    labels: ['model', 'version', 'method'],
    services,
  },
  data_quality_rule_passed: {
    type: 'gauge',
    help: "Whether the prediction window meets a rule of the manifest's data_quality (1) or not (0), by the id of the rule; absent while it cannot be checked.",
    labels: ['model', 'version', 'rule'],
    services,
  },
} as const satisfies Record<string, MetricDefinition>;
