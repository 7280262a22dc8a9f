export { catalogue, type MetricName } from './catalogue.js';
export { endpointOf, measureRequests, UNMATCHED } from './http-requests.js';
export { InjectMetric } from './inject-metric.decorator.js';
export type { MetricDefinition, Service } from './metric-definition.js';
export { createMetrics, type Metric, metricNames, MetricSet } from './metric-set.js';
export { MetricsController } from './metrics.controller.js';
export { MetricsModule } from './metrics.module.js';
export { setOrRemove } from './set-or-remove.js';
