export { catalogue, type MetricName } from './catalogue.js';
export type { MetricDefinition, Service } from './metric-definition.js';
