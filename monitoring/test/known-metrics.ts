import { catalogue } from '@plumbline/metrics';

interface Definition {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
}

/** Labels that Prometheus adds to every series it scrapes. */
const TARGET_LABELS = ['job', 'instance'];

/** Series that others export: Prometheus itself, the Blackbox exporter, and prom-client about the process. */
const OTHERS: Readonly<Record<string, Definition>> = {
  ALERTS: {
    type: 'gauge',
    labels: ['alertname', 'alertstate', 'severity', 'model', 'service', 'feature'],
  },
  /** Pushed by training runs; panels join the labels that tell runs apart to `run`. */
  training_loss: { type: 'gauge', labels: ['model', 'challenger', 'epoch', 'reason', 'run'] },
  alertmanager_notifications_failed_total: { type: 'counter', labels: ['integration', 'reason'] },
  up: { type: 'gauge', labels: ['service'] },
  probe_success: { type: 'gauge', labels: ['service'] },
  probe_duration_seconds: { type: 'gauge', labels: ['service'] },
  process_cpu_seconds_total: { type: 'counter', labels: [] },
  process_resident_memory_bytes: { type: 'gauge', labels: [] },
  nodejs_heap_size_used_bytes: { type: 'gauge', labels: [] },
  nodejs_eventloop_lag_p99_seconds: { type: 'gauge', labels: [] },
  ...machine(),
  ...earlierNames(),
};

/** What the node exporter and cAdvisor export. */
function machine(): Record<string, Definition> {
  const counters = (labels: string[], ...names: string[]) =>
    names.map((name): [string, Definition] => [name, { type: 'counter', labels }]);
  const gauges = (labels: string[], ...names: string[]) =>
    names.map((name): [string, Definition] => [name, { type: 'gauge', labels }]);
  return Object.fromEntries([
    ...counters(['cpu', 'mode'], 'node_cpu_seconds_total'),
    ...gauges([], 'node_memory_MemAvailable_bytes', 'node_memory_MemTotal_bytes'),
    ...gauges(
      ['device', 'fstype', 'mountpoint'],
      'node_filesystem_avail_bytes',
      'node_filesystem_size_bytes',
    ),
    ...counters(['device'], 'node_disk_read_bytes_total', 'node_disk_written_bytes_total'),
    ...counters(['device'], 'node_network_receive_bytes_total', 'node_network_transmit_bytes_total'),
    ...counters(
      ['name', 'id'],
      'container_cpu_usage_seconds_total',
      'container_network_receive_bytes_total',
      'container_network_transmit_bytes_total',
    ),
    ...gauges(['name', 'id'], 'container_memory_working_set_bytes'),
  ]);
}

/** The names of earlier systems that dashboards use, with the labels of what they are recorded from. */
function earlierNames(): Record<string, Definition> {
  return {
    api_request_latency_seconds: catalogue.api_request_duration_seconds,
    model_inference_latency_seconds: catalogue.prediction_duration_seconds,
    model_confidence_score: catalogue.prediction_confidence_score,
    model_predictions_total: catalogue.label_predictions_total,
    gru_prediction_error: catalogue.prediction_error,
    gru_prediction_latency_ms: { type: 'gauge', labels: ['model', 'version'] },
    drift_detected_flag: catalogue.data_drift_detected,
  };
}

const recorded = (...labels: string[]): Definition => ({
  type: 'gauge',
  labels: ['model', 'version', ...labels],
});

/** What the rules record over all replicas. */
const FLEET: Readonly<Record<string, Definition>> = {
  'model_feature_bin:feature_values:sum': recorded('feature', 'bin', 'window'),
  'model_feature_bin:feature_values:ratio': recorded('feature', 'bin', 'window'),
  'model_feature_bin:feature_values_filled:ratio': recorded('feature', 'bin', 'window'),
  'model_feature_bin:feature_reference:ratio': recorded('feature', 'bin'),
  'model_feature_bin:feature_reference_filled:ratio': recorded('feature', 'bin'),
  'model_feature_bin:feature_middle:ratio': recorded('feature', 'bin', 'window'),
  'model_feature:drift:psi': recorded('feature', 'window'),
  'model_feature:drift:jensenshannon': recorded('feature', 'window'),
  'model_class:prediction_outcomes:sum': recorded('class', 'outcome', 'window'),
  'model_class:prediction:f1': recorded('class', 'window'),
  'model_class:positive:info': recorded('class', 'positive_class'),
  'model_version:champion:info': recorded(),
  'model:labelled_predictions:sum': recorded('window'),
  'model:prediction:f1': recorded('window'),
  'model:prediction_f1_score:champion': { type: 'gauge', labels: ['model'] },
  'model:prediction_f1_score:before': { type: 'gauge', labels: ['model'] },
  'model:prediction_error:judged': { type: 'gauge', labels: ['model'] },
  'model:prediction_error:before': { type: 'gauge', labels: ['model'] },
  'model:prediction_f1_score:judged': { type: 'gauge', labels: ['model'] },
  'model:validation_f1_score:champion': { type: 'gauge', labels: ['model'] },
  'model:validation_error:champion': { type: 'gauge', labels: ['model'] },
  'model:prediction_f1_score_estimated_upper:champion': { type: 'gauge', labels: ['model'] },
  'model:prediction_error_estimated_lower:champion': { type: 'gauge', labels: ['model'] },
  'model:prediction_f1_score_estimated:within': { type: 'gauge', labels: ['model'] },
  'model:prediction_f1_score_estimated:held': { type: 'gauge', labels: ['model'] },
  'model:labelled_predictions:champion': { type: 'gauge', labels: ['model'] },
  'model:labelled_predictions:minimum': { type: 'gauge', labels: ['model'] },
  'model:labelled_predictions:judged': { type: 'gauge', labels: ['model'] },
  'model:labelled_predictions:before': { type: 'gauge', labels: ['model'] },
  ...Object.fromEntries(
    [
      'api_errors:ratio_rate5m',
      'api_errors:ratio_rate30m',
      'api_errors:ratio_rate1h',
      'api_errors:ratio_rate6h',
    ]
      .concat('api_slow_requests:ratio_rate5m', 'api_slow_requests:ratio_rate1h')
      .map((name) => [`service:${name}`, { type: 'gauge', labels: ['service'] }] as const),
  ),
};

/** The families of the catalogue, of others and of the rules, by name. */
export const families: Readonly<Record<string, Definition>> = { ...catalogue, ...OTHERS, ...FLEET };

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
