import type { MetricDefinition } from './metric-definition.js';

const services = ['predict'] as const;

/** The segments that manifests declare, at most five features with 20 segments each, and the drift of labels and probabilities. */
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
  target_drift_detected: {
    type: 'gauge',
    help: 'Whether the actual values of the feedback window have drifted from those on the reference (1) or not (0).',
    labels: ['model', 'version', 'method'],
    services,
  },
  target_drift_score: {
    type: 'gauge',
    help: 'Drift score of the actual values of the feedback window against those on the reference, in the unit of the method; of several columns the one that has drifted most.',
    labels: ['model', 'version', 'method'],
    services,
  },
  probability_drift_detected: {
    type: 'gauge',
    help: 'Whether the probabilities of the prediction window have drifted from those on the reference (1) or not (0).',
    labels: ['model', 'version', 'method'],
    services,
  },
  probability_drift_score: {
    type: 'gauge',
    help: 'Drift score of the probabilities of the prediction window against those on the reference, in the unit of the method; of several columns the one that has drifted most.',
    labels: ['model', 'version', 'method'],
    services,
  },
} as const satisfies Record<string, MetricDefinition>;
