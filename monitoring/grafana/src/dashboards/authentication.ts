import type { Board } from '../board.js';
import { dial, lines, number, stacked } from '../panels.js';
import { chosenProcesses, quantile, quantiles, rate, rateBy } from '../query.js';
import { highIsBad, lowIsBad, zeroOne } from '../thresholds.js';

const AUTH = `${chosenProcesses}, service="auth"`;

const now: Board['rows'][number] = {
  title: 'Now',
  panels: [
    number({
      title: 'Services',
      description: 'Whether Prometheus can scrape auth, and predict, which verifies its tokens.',
      unit: 'short',
      width: 4,
      queries: [{ expr: `min by (job) (up{${chosenProcesses}})`, legend: '{{job}}' }],
      thresholds: lowIsBad(1, 1),
      mappings: zeroOne('Down', 'Up'),
    }),
    number({
      title: 'Health probe',
      description:
        'Whether the readiness endpoint of auth answers 2xx, seen from outside by the Blackbox exporter.',
      unit: 'short',
      width: 4,
      queries: [{ expr: 'min(probe_success{job="api_probe", service="auth"})', legend: 'probe' }],
      thresholds: lowIsBad(1, 1),
      mappings: zeroOne('Failing', 'Passing'),
    }),
    dial({
      title: 'Sign-ins that succeed',
      description: 'Share of sign-in attempts that succeed. A fall suggests password guessing.',
      unit: 'percentunit',
      width: 4,
      min: 0,
      max: 1,
      queries: [
        {
          expr: `sum(${rate('auth_logins_total', `${chosenProcesses}, result="success"`)}) / sum(${rate('auth_logins_total', chosenProcesses)})`,
          legend: 'success',
        },
      ],
      thresholds: lowIsBad(0.5, 0.8),
    }),
    number({
      title: 'Failed sign-ins',
      description: 'Sign-ins that failed or were throttled in the selected time range.',
      unit: 'short',
      width: 4,
      queries: [
        {
          expr: `sum(increase(auth_logins_total{${chosenProcesses}, result!="success"}[$__range])) or vector(0)`,
          legend: 'failed',
          instant: true,
        },
      ],
      thresholds: highIsBad(20, 100),
    }),
    number({
      title: 'Lockouts in the range',
      description: 'Times an account or an address was locked out in the selected time range.',
      unit: 'short',
      width: 4,
      queries: [
        {
          expr: `sum(increase(auth_lockouts_total{${chosenProcesses}}[$__range])) or vector(0)`,
          legend: 'lockouts',
          instant: true,
        },
      ],
      thresholds: highIsBad(1, 10),
    }),
    number({
      title: 'Requests in flight',
      description: 'HTTP requests that auth is answering now.',
      unit: 'short',
      width: 4,
      queries: [{ expr: `sum(active_requests{${AUTH}})`, legend: 'in flight' }],
      thresholds: highIsBad(50, 200),
    }),
  ],
};

const signIn: Board['rows'][number] = {
  title: 'Sign-in and tokens',
  panels: [
    stacked({
      title: 'Sign-ins by result',
      description: 'Sign-ins of people per second. Many failures suggest password guessing.',
      unit: 'reqps',
      width: 8,
      queries: [{ expr: rateBy('result', 'auth_logins_total', chosenProcesses), legend: '{{result}}' }],
    }),
    stacked({
      title: 'Tokens issued by grant',
      description:
        'Access tokens per second: people (password), machines (client_credentials), renewals (refresh_token).',
      unit: 'reqps',
      width: 8,
      queries: [{ expr: rateBy('grant', 'auth_tokens_issued_total', chosenProcesses), legend: '{{grant}}' }],
    }),
    stacked({
      title: 'Refresh tokens by result',
      description:
        'Uses of refresh tokens per second. A reused one means that a token was stolen or a client is broken.',
      unit: 'reqps',
      width: 8,
      queries: [{ expr: rateBy('result', 'auth_refresh_total', chosenProcesses), legend: '{{result}}' }],
    }),
    lines({
      title: 'Lockouts',
      description:
        'Lockouts per second by what was limited: an account, a network address, a device or a client.',
      unit: 'reqps',
      width: 8,
      min: 0,
      queries: [{ expr: rateBy('limit', 'auth_lockouts_total', chosenProcesses), legend: '{{limit}}' }],
    }),
    stacked({
      title: 'Token verifications by result',
      description: 'Access tokens checked per second in both services. Cached ones cost no signature check.',
      unit: 'reqps',
      width: 8,
      queries: [
        {
          expr: rateBy('job, result', 'token_verifications_total', chosenProcesses),
          legend: '{{job}} {{result}}',
        },
      ],
    }),
    number({
      title: 'Age of the public keys in predict',
      description:
        'Time since predict last fetched the keys of auth. It keeps verifying with the last valid keys.',
      unit: 's',
      width: 8,
      height: 8,
      queries: [{ expr: `max(jwks_age_seconds{${chosenProcesses}})`, legend: 'age' }],
      thresholds: highIsBad(3600, 86_400),
    }),
  ],
};

const requests: Board['rows'][number] = {
  title: 'Requests',
  panels: [
    stacked({
      title: 'Requests by endpoint and status',
      description: 'HTTP requests that auth answers per second.',
      unit: 'reqps',
      width: 12,
      queries: [
        {
          expr: rateBy('method, endpoint, status_code', 'api_requests_total', AUTH),
          legend: '{{method}} {{endpoint}} {{status_code}}',
        },
      ],
    }),
    lines({
      title: 'Errors by endpoint and code',
      description: 'Requests per second that auth answers with an error, by the stable code of the error.',
      unit: 'reqps',
      width: 12,
      min: 0,
      queries: [
        {
          expr: rateBy('endpoint, error_type', 'api_errors_total', AUTH),
          legend: '{{endpoint}} {{error_type}}',
        },
      ],
    }),
    lines({
      title: 'Time to sign in',
      description:
        'Quantiles of the time of POST /login. Most of it is the password hash, which is slow on purpose.',
      unit: 's',
      width: 8,
      min: 0,
      queries: quantiles('', 'api_request_duration_seconds', `${AUTH}, endpoint="/login"`),
    }),
    lines({
      title: 'Request duration by endpoint, p95',
      description: 'The slowest 5 % of the requests of each endpoint of auth take longer than this.',
      unit: 's',
      width: 8,
      min: 0,
      queries: [
        { expr: quantile(0.95, 'endpoint', 'api_request_duration_seconds', AUTH), legend: '{{endpoint}}' },
      ],
    }),
    lines({
      title: 'CPU use',
      description: 'CPU cores that each process uses. Password hashes run on up to four further threads.',
      unit: 'short',
      width: 4,
      min: 0,
      queries: [
        {
          expr: rateBy('job, instance', 'process_cpu_seconds_total', chosenProcesses),
          legend: '{{job}} {{instance}}',
        },
      ],
    }),
    lines({
      title: 'Memory',
      description: 'Resident memory of each process.',
      unit: 'bytes',
      width: 4,
      min: 0,
      queries: [
        { expr: `process_resident_memory_bytes{${chosenProcesses}}`, legend: '{{job}} {{instance}}' },
      ],
    }),
  ],
};

/** Who signs in, how well it goes, and how the auth service bears it. */
export const authentication: Board = {
  uid: 'plumbline-authentication',
  title: 'Plumbline: authentication',
  description: 'Sign-ins, tokens, lockouts and the health of the auth service.',
  processes: 'token_verifications_total',
  variables: [],
  rows: [now, signIn, requests],
};
