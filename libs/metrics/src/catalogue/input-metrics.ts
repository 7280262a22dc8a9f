import type { MetricDefinition } from './metric-definition.js';

const services = ['predict'] as const;

/** The inputs of answered predictions against the reference: counts that add up over replicas. */
export const inputMetrics = {
  drift_count_total: {
    type: 'counter',
    help: 'Predictions with at least one value outside the reference.',
    labels: ['model', 'version'],
    services,
  },
  feature_values_total: {
    type: 'counter',
    help: 'Feature values in served predictions, by fixed bin of the reference; texts, arrays and images are counted by their descriptors.',
    labels: ['model', 'version', 'feature', 'bin'],
    services,
  },
  feature_quality_total: {
    type: 'counter',
    help: 'Feature values that are missing or outside the reference, by issue (missing, missing_elements, out_of_range, new_category). Missing elements are those of arrays.',
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
