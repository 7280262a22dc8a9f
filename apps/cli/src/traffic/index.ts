export type { Progress } from './model-run.js';
export { Random } from './random.js';
export { readModels, type ReferenceRow } from './reference-model.js';
export { runTraffic, type TrafficOptions, type TrafficSummary } from './run-traffic.js';
export { trafficCommand } from './traffic-command.js';
