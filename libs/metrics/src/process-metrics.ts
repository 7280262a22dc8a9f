import { collectDefaultMetrics, type Registry } from 'prom-client';

/** Adds prom-client's process and Node.js metrics to the registry. */
export function collectProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
}
