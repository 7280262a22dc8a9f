import type { Board } from '../board.js';
import { dial, lines, number, stacked } from '../panels.js';
import { chosenProcesses, quantile, quantiles, rate, rateBy } from '../query.js';
import { highIsBad, lowIsBad } from '../thresholds.js';

const now: Board['rows'][number] = {
  title: 'Now',
  panels: [
    number({
      title: 'Requests per second',
      description: 'Requests that both services answer.',
      unit: 'reqps',
      width: 6,
      queries: [{ expr: rateBy('service', 'api_requests_total', chosenProcesses), legend: '{{service}}' }],
    }),
    dial({
      title: 'Success rate',
      description: 'Share of the requests that were not answered with a 5xx status, by service.',
      unit: 'percentunit',
      width: 6,
      min: 0.9,
      max: 1,
      queries: [
        {
          expr: `sum by (service) (${rate('api_requests_total', `${chosenProcesses}, status_code!~"5.."`)}) / ${rateBy('service', 'api_requests_total', chosenProcesses)}`,
          legend: '{{service}}',
        },
      ],
      thresholds: lowIsBad(0.99, 0.999),
    }),
    number({
      title: 'Request latency, p95',
      description: 'The slowest 5 % of the requests of each service take longer than this.',
      unit: 's',
      width: 6,
      queries: [
        {
          expr: quantile(0.95, 'service', 'api_request_latency_seconds', chosenProcesses),
          legend: '{{service}}',
        },
      ],
      thresholds: highIsBad(0.25, 1),
    }),
    number({
      title: 'Errors in the range',
      description: 'Requests answered with an error in the selected time range, restarts included.',
      unit: 'short',
      width: 6,
      queries: [
        {
          expr: `sum by (service) (increase(api_errors_total{${chosenProcesses}}[$__range]))`,
          legend: '{{service}}',
          instant: true,
        },
      ],
      thresholds: highIsBad(1, 100),
    }),
  ],
};

const overTime: Board['rows'][number] = {
  title: 'Over time',
  panels: [
    stacked({
      title: 'Request rate by endpoint and status',
      description: 'Requests per second by service, route pattern and status code.',
      unit: 'reqps',
      width: 12,
      queries: [
        {
          expr: rateBy('service, endpoint, status_code', 'api_requests_total', chosenProcesses),
          legend: '{{service}} {{endpoint}} {{status_code}}',
        },
      ],
    }),
    lines({
      title: 'Latency by service',
      description: 'The median, the slowest 5 % and the slowest 1 % of the requests of each service.',
      unit: 's',
      width: 12,
      min: 0,
      queries: quantiles('service', 'api_request_latency_seconds', chosenProcesses, '{{service}}'),
    }),
    lines({
      title: 'Latency by endpoint, p95',
      description: 'The slowest 5 % of the requests of each endpoint take longer than this.',
      unit: 's',
      width: 12,
      min: 0,
      queries: [
        {
          expr: quantile(0.95, 'service, endpoint', 'api_request_latency_seconds', chosenProcesses),
          legend: '{{service}} {{endpoint}}',
        },
      ],
    }),
    lines({
      title: 'Error rate by code',
      description: 'Requests per second answered with an error, by its stable code.',
      unit: 'reqps',
      width: 12,
      min: 0,
      queries: [
        {
          expr: rateBy('service, error_type', 'api_errors_total', chosenProcesses),
          legend: '{{service}} {{error_type}}',
        },
      ],
    }),
    lines({
      title: 'Requests in flight',
      description: 'Requests being answered at the moment of the scrape, the scrape itself included.',
      unit: 'short',
      width: 12,
      min: 0,
      queries: [{ expr: `sum by (service) (active_requests{${chosenProcesses}})`, legend: '{{service}}' }],
    }),
  ],
};

/** The face-attributes system's board of requests, over both services. */
export const apiPerformance: Board = {
  uid: 'plumbline-api-performance',
  title: 'Plumbline: API performance',
  description: 'Rate, latency and errors of the requests to both services.',
  processes: 'api_requests_total',
  variables: [],
  rows: [now, overTime],
};
