import type { MetricDefinition } from './metric-definition.js';

const services = ['predict'] as const;

/** Quality that is estimated without labels. */
export const estimateMetrics = {
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
  prediction_label_f1_score_estimated: {
    type: 'gauge',
    help: 'F1 of each label of a model with several over the prediction window, estimated without labels (CBPE). Absent with fewer than 300 labelled reference rows.',
    labels: ['model', 'version', 'attribute'],
    services,
  },
  prediction_label_f1_score_estimated_lower: {
    type: 'gauge',
    help: 'Lower end of the confidence band of the estimated F1 of the label.',
    labels: ['model', 'version', 'attribute'],
    services,
  },
  prediction_label_f1_score_estimated_upper: {
    type: 'gauge',
    help: 'Upper end of the confidence band of the estimated F1 of the label.',
    labels: ['model', 'version', 'attribute'],
    services,
  },
  prediction_error_estimated: {
    type: 'gauge',
    help: 'Mean absolute error over the prediction window, estimated without labels (DLE), by target; the target of a regression with one is "prediction". Absent where held-out reference rows do not prove the estimate.',
    labels: ['model', 'version', 'target'],
    services,
  },
  prediction_error_estimated_lower: {
    type: 'gauge',
    help: 'Lower end of the confidence band of the estimated error.',
    labels: ['model', 'version', 'target'],
    services,
  },
  prediction_error_estimated_upper: {
    type: 'gauge',
    help: 'Upper end of the confidence band of the estimated error.',
    labels: ['model', 'version', 'target'],
    services,
  },
} as const satisfies Record<string, MetricDefinition>;
