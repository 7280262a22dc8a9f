import type { MetricDefinition } from './metric-definition.js';

const services = ['predict'] as const;

/** The segments that manifests declare: at most five features with 20 segments each. */
export const segmentMetrics = {
  segment_f1_score: {
    type: 'gauge',
    help: 'F1 over the labelled predictions of a segment that the manifest declares, averaged as the manifest says.',
    labels: ['model', 'version', 'feature', 'segment'],
    services,
  },
  segment_prediction_error: {
    type: 'gauge',
    help: "Mean absolute error over the labelled predictions of a segment that the manifest declares, in the target's unit.",
    labels: ['model', 'version', 'feature', 'segment'],
    services,
  },
  segment_rows: {
    type: 'gauge',
    help: 'Rows of a segment that the manifest declares, by window (predictions, feedback); of the feedback window those whose features are in the log.',
    labels: ['model', 'version', 'feature', 'segment', 'window'],
    services,
  },
  segment_drift_detected: {
    type: 'gauge',
    help: 'Whether the share of a segment in the prediction window differs from that in the reference (1) or not (0).',
    labels: ['model', 'version', 'feature', 'segment'],
    services,
  },
} as const satisfies Record<string, MetricDefinition>;
