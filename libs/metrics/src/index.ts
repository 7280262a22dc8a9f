export { catalogue, type MetricName } from './catalogue/index.js';
export { endpointOf, measureRequests, UNMATCHED } from './http-requests.js';
export { createMetrics, type Metric, metricNames, MetricSet, setOrRemove } from './metric-set.js';
export { InjectMetric, MetricsModule } from './metrics.module.js';
export { type OmittedNames, OTHER_NAME } from './series-names.js';
