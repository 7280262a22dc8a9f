import { catalogue } from '@plumbline/metrics';
import { describe, expect, test } from '@jest/globals';
import { rules } from './files.js';

const HISTOGRAM = ['bucket', 'sum', 'count'];
const histogram = (name: string) => HISTOGRAM.map((part) => `${name}_${part}`);

/** The names that earlier systems use, as the contract lists them. */
const PROMISED = [
  'model_predictions_total',
  'gru_prediction_error',
  'gru_prediction_latency_ms',
  ...histogram('gru_prediction_latency_ms'),
  ...histogram('api_request_latency_seconds'),
  ...histogram('model_inference_latency_seconds'),
  ...histogram('model_confidence_score'),
  'prediction_requests_total',
  ...histogram('prediction_latency_seconds'),
  'auth_service_requests_total',
  ...histogram('auth_service_request_latency_seconds'),
  'model_performance_f1_score_current',
  'model_performance_precision_current',
  'drift_detected_flag',
];

/** Numbers over all replicas, from merged counts; docs/monitoring.md says what each of them is. */
const FLEET = [
  'model_feature_bin:feature_values:sum',
  'model_feature_bin:feature_values:ratio',
  'model_feature_bin:feature_values_filled:ratio',
  'model_feature_bin:feature_reference:ratio',
  'model_feature_bin:feature_reference_filled:ratio',
  'model_feature_bin:feature_middle:ratio',
  'model_feature:drift:psi',
  'model_feature:drift:jensenshannon',
  'model_class:prediction_outcomes:sum',
  'model_class:prediction:f1',
  'model_class:positive:info',
  'model_version:champion:info',
  'model:labelled_predictions:sum',
  'model:prediction:f1',
  'model:prediction_f1_score:champion',
  'model:prediction_f1_score:before',
  'model:prediction_error:judged',
  'model:prediction_error:before',
  'model:validation_f1_score:champion',
  'model:validation_error:champion',
  'model:prediction_f1_score_estimated_upper:champion',
  'model:prediction_error_estimated_lower:champion',
  'model:prediction_f1_score_estimated:within',
  'model:prediction_f1_score_estimated:held',
  'model:labelled_predictions:champion',
  'model:prediction_f1_score:judged',
  'model:labelled_predictions:minimum',
  'model:labelled_predictions:judged',
  'model:labelled_predictions:before',
  ...['5m', '30m', '1h', '6h'].map((window) => `service:api_errors:ratio_rate${window}`),
  ...['5m', '1h'].map((window) => `service:api_slow_requests:ratio_rate${window}`),
];

const recorded = rules().filter(({ record }) => record !== undefined);

describe('recorded names', () => {
  test('are the earlier ones and those over all replicas, and nothing else', () => {
    expect(new Set(recorded.map(({ record }) => record))).toEqual(new Set([...PROMISED, ...FLEET]));
  });
});

describe('earlier metric names', () => {
  test('have every bucket of the latency, in milliseconds', () => {
    const bounds = recorded
      .filter(({ record }) => record === 'gru_prediction_latency_ms_bucket')
      .map(({ expr, labels }) => ({
        seconds: /le=~?"([^"|]+)/.exec(expr)?.[1],
        milliseconds: labels?.['le'],
      }));
    const buckets = catalogue.prediction_duration_seconds.buckets.map((seconds) => ({
      seconds: String(seconds),
      milliseconds: String(Number((seconds * 1000).toPrecision(6))),
    }));
    expect(bounds).toEqual([...buckets, { seconds: '+Inf', milliseconds: '+Inf' }]);
  });
});
