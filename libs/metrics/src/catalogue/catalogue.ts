import { driftMetrics } from './drift-metrics.js';
import { inputMetrics } from './input-metrics.js';
import { estimateMetrics } from './estimate-metrics.js';
import { modelMetrics } from './model-metrics.js';
import { platformMetrics } from './platform-metrics.js';
import { retrainingMetrics } from './retraining-metrics.js';
import { segmentMetrics } from './segment-metrics.js';
import { storageMetrics } from './storage-metrics.js';
import type { MetricDefinition } from './metric-definition.js';

/** Every metric family of the product. docs/metrics.md lists the same families, which a test checks. */
export const catalogue = {
  ...platformMetrics,
  ...modelMetrics,
  ...driftMetrics,
  ...segmentMetrics,
  ...estimateMetrics,
  ...storageMetrics,
  ...inputMetrics,
  ...retrainingMetrics,
} as const satisfies Record<string, MetricDefinition>;

/** The name of a metric in the catalogue. */
export type MetricName = keyof typeof catalogue;
