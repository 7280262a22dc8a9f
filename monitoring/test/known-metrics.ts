import { catalogue } from '@plumbline/metrics';

interface Definition {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
}

/** Labels that Prometheus adds to every series it scrapes. */
const TARGET_LABELS = ['job', 'instance'];

/** Series that others export: Prometheus itself, the Blackbox exporter, and prom-client about the process. */
const OTHERS: Readonly<Record<string, Definition>> = {
  up: { type: 'gauge', labels: ['service'] },
  probe_success: { type: 'gauge', labels: ['service'] },
  probe_duration_seconds: { type: 'gauge', labels: ['service'] },
  process_cpu_seconds_total: { type: 'counter', labels: [] },
  process_resident_memory_bytes: { type: 'gauge', labels: [] },
  nodejs_heap_size_used_bytes: { type: 'gauge', labels: [] },
  nodejs_eventloop_lag_p99_seconds: { type: 'gauge', labels: [] },
};

/** The families of the catalogue and of others, by name. */
export const families: Readonly<Record<string, Definition>> = { ...catalogue, ...OTHERS };

/** The family that a series belongs to: `x_bucket`, `x_sum` and `x_count` belong to the histogram `x`. */
export function familyOf(
  series: string,
): { name: string; type: string; labels: readonly string[] } | undefined {
  const exact = families[series];
  if (exact && exact.type !== 'histogram') {
    return { name: series, type: exact.type, labels: [...exact.labels, ...TARGET_LABELS] };
  }
  const [, name, part] = /^(.+)_(bucket|sum|count)$/.exec(series) ?? [];
  const histogram = name === undefined ? undefined : families[name];
  if (name === undefined || histogram?.type !== 'histogram') return undefined;
  const bucket = part === 'bucket' ? ['le'] : [];
  return { name, type: 'counter', labels: [...histogram.labels, ...TARGET_LABELS, ...bucket] };
}
