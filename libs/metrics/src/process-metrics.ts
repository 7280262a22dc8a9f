import { collectDefaultMetrics, type Registry } from 'prom-client';

/** prom-client's gauges whose names `promtool check metrics` refuses: `_total` is for counters. */
const MISNAMED = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
] as const;

/** Adds prom-client's process and Node.js metrics to the registry, without the misnamed ones. */
export function collectProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
}
