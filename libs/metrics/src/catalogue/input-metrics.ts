import type { MetricDefinition } from '../metric-definition.js';

const services = ['predict'] as const;

/** The inputs of answered predictions against the reference: counts that add up over replicas. */
export const inputMetrics = {
  drift_count_total: {
    type: 'counter',
    help: 'Predictions with a value outside what the reference has seen.',
    labels: ['model', 'version'],
    services,
  },
  feature_values_total: {
    type: 'counter',
    help: 'Values of a feature in answered predictions, by fixed bin of the reference; a text by what is measured of it.',
    labels: ['model', 'version', 'feature', 'bin'],
    services,
  },
  feature_quality_total: {
    type: 'counter',
    help: 'Values of a feature that the reference does not have, by issue (missing, out_of_range, new_category).',
    labels: ['model', 'version', 'feature', 'issue'],
    services,
  },
  feature_reference_ratio: {
    type: 'gauge',
    help: 'Share of the reference in each bin of feature_values_total.',
    labels: ['model', 'version', 'feature', 'bin'],
    services,
  },
} as const satisfies Record<string, MetricDefinition>;
