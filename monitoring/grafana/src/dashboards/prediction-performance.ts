import type { Board } from '../board.js';
import { dial, distribution, lines, number, stacked } from '../panels.js';
import { chosenModels, chosenProcesses, mean, quantile, quantiles, rate, rateBy } from '../query.js';
import { highIsBad, lowIsBad, zeroOne } from '../thresholds.js';
import { modelVariables } from '../variables.js';
import { modelRuns } from './model-runs-row.js';
import { service } from './service-row.js';

const PREDICT = `${chosenProcesses}, service="predict"`;
const MODEL_LEGEND = '{{model}} {{version}}';

const now: Board['rows'][number] = {
  title: 'Now',
  panels: [
    number({
      title: 'Model status',
      description: 'Whether each version of the model repository is served, or failed its checks.',
      unit: 'short',
      width: 6,
      queries: [{ expr: `min by (model, version) (model_loaded{${chosenModels}})`, legend: MODEL_LEGEND }],
      thresholds: lowIsBad(1, 1),
      mappings: zeroOne('Not loaded', 'Loaded'),
    }),
    number({
      title: 'Total predictions',
      description: 'Predictions in the selected time range, restarts included.',
      unit: 'short',
      width: 4,
      queries: [
        {
          expr: `sum(increase(prediction_count_total{${chosenModels}}[$__range]))`,
          legend: 'predictions',
          instant: true,
        },
      ],
    }),
    number({
      title: 'Total errors',
      description:
        'Requests to predict that were answered with an error in the selected time range, restarts included.',
      unit: 'short',
      width: 4,
      queries: [
        {
          expr: `sum(increase(api_errors_total{${PREDICT}}[$__range])) or vector(0)`,
          legend: 'errors',
          instant: true,
        },
      ],
      thresholds: highIsBad(1, 100),
    }),
    dial({
      title: 'Success rate',
      description: 'Share of the requests to predict that were answered with a 2xx status.',
      unit: 'percentunit',
      width: 5,
      min: 0,
      max: 1,
      queries: [
        {
          expr:
            `sum(${rate('api_requests_total', `${PREDICT}, status_code=~"2.."`)}) / ` +
            `sum(${rate('api_requests_total', PREDICT)})`,
          legend: 'success',
        },
      ],
      thresholds: lowIsBad(0.95, 0.99),
    }),
    number({
      title: 'Health probe',
      description:
        'Whether the readiness endpoint of predict answers 2xx, seen from outside by the Blackbox exporter.',
      unit: 'short',
      width: 5,
      queries: [{ expr: 'min(probe_success{job="api_probe", service="predict"})', legend: 'probe' }],
      thresholds: lowIsBad(1, 1),
      mappings: zeroOne('Failing', 'Passing'),
    }),
  ],
};

const requests: Board['rows'][number] = {
  title: 'Requests',
  panels: [
    stacked({
      title: 'Total API requests',
      description: 'Requests to predict per second, by method, route pattern and status code.',
      unit: 'reqps',
      width: 12,
      queries: [
        {
          expr: rateBy('method, endpoint, status_code', 'api_requests_total', PREDICT),
          legend: '{{method}} {{endpoint}} {{status_code}}',
        },
      ],
    }),
    lines({
      title: 'Request duration, p95',
      description: 'The slowest 5 % of the requests of each endpoint take longer than this.',
      unit: 's',
      width: 12,
      min: 0,
      queries: [
        {
          expr: quantile(0.95, 'method, endpoint', 'api_request_duration_seconds', PREDICT),
          legend: '{{method}} {{endpoint}}',
        },
      ],
    }),
    lines({
      title: 'Error rate',
      description:
        'Requests per second answered with an error, by endpoint and the stable code of the error.',
      unit: 'reqps',
      width: 12,
      min: 0,
      queries: [
        {
          expr: rateBy('endpoint, error_type', 'api_errors_total', PREDICT),
          legend: '{{endpoint}} {{error_type}}',
        },
      ],
    }),
    lines({
      title: 'Active requests',
      description: 'HTTP requests being answered at the moment of the scrape, the scrape itself included.',
      unit: 'short',
      width: 12,
      min: 0,
      queries: [{ expr: `sum by (service) (active_requests{${chosenProcesses}})`, legend: '{{service}}' }],
    }),
  ],
};

const predictions: Board['rows'][number] = {
  title: 'Predictions',
  panels: [
    stacked({
      title: 'Predictions by result',
      description:
        'Predictions per second by predicted class; "value" stands for every result of a regression.',
      unit: 'cps',
      width: 12,
      queries: [
        {
          expr: rateBy('model, prediction_result', 'predictions_total', chosenModels),
          legend: '{{model}} {{prediction_result}}',
        },
      ],
    }),
    distribution({
      title: 'Prediction confidence distribution',
      description: 'Probability of the predicted class: predictions per second in each range.',
      unit: 'cps',
      bucketUnit: 'percentunit',
      width: 12,
      queries: [
        {
          expr: rateBy('le', 'prediction_confidence_score_bucket', chosenModels),
          legend: '{{le}}',
          format: 'heatmap',
        },
      ],
    }),
    lines({
      title: 'Prediction latency',
      description: 'Time that a row waits for and spends in the model: the median, the slowest 5 % and 1 %.',
      unit: 's',
      width: 12,
      min: 0,
      queries: quantiles('model', 'prediction_duration_seconds', chosenModels, '{{model}}'),
    }),
    lines({
      title: 'Mean confidence by result',
      description: 'Mean probability of the predicted class, by class.',
      unit: 'percentunit',
      width: 12,
      max: 1,
      queries: [
        {
          expr: mean('model, prediction_result', 'prediction_confidence_score', chosenModels),
          legend: '{{model}} {{prediction_result}}',
        },
      ],
    }),
  ],
};

/** How predict performs: the requests, the predictions, the model runs and the process. */
export const predictionPerformance: Board = {
  uid: 'plumbline-prediction-performance',
  title: 'Plumbline: prediction performance',
  description: 'Traffic, latency, confidence and errors of the predictions, per model and version.',
  processes: 'model_loaded',
  variables: modelVariables,
  rows: [now, requests, predictions, modelRuns, service],
};
