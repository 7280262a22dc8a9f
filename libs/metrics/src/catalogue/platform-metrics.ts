import { latencyBuckets, type MetricDefinition } from './metric-definition.js';

/** Requests, sign-in and tokens. */
export const platformMetrics = {
  api_requests_total: {
    type: 'counter',
    help: 'HTTP requests answered, by method, route pattern and status code. Uncommon methods are `other`.',
    labels: ['service', 'method', 'endpoint', 'status_code'],
    services: ['auth', 'predict'],
  },
  api_request_duration_seconds: {
    type: 'histogram',
    help: 'Time from the start of a request to the end of its response, in seconds.',
    labels: ['service', 'method', 'endpoint'],
    buckets: latencyBuckets,
    services: ['auth', 'predict'],
  },
  api_errors_total: {
    type: 'counter',
    help: 'Requests answered with an error, by error code.',
    labels: ['service', 'endpoint', 'error_type'],
    services: ['auth', 'predict'],
  },
  active_requests: {
    type: 'gauge',
    help: 'HTTP requests in flight.',
    labels: ['service'],
    services: ['auth', 'predict'],
  },
  requests_refused_total: {
    type: 'counter',
    help: 'Requests answered with 503 because all places of their lane were taken.',
    labels: ['service', 'lane'],
    services: ['auth', 'predict'],
  },
  auth_logins_total: {
    type: 'counter',
    help: 'Sign-ins of people, by result (success, failure, throttled).',
    labels: ['result'],
    services: ['auth'],
  },
  auth_tokens_issued_total: {
    type: 'counter',
    help: 'Access tokens issued, by grant (password, client_credentials, refresh_token).',
    labels: ['grant'],
    services: ['auth'],
  },
  auth_lockouts_total: {
    type: 'counter',
    help: 'Times that failed sign-ins or client authentications blocked further attempts, by limit (pair of address and account, device, address, account, client, client_address).',
    labels: ['limit'],
    services: ['auth'],
  },
  auth_refresh_total: {
    type: 'counter',
    help: 'Uses of refresh tokens, by result (rotated, grace, reused, expired, unknown).',
    labels: ['result'],
    services: ['auth'],
  },
  token_verifications_total: {
    type: 'counter',
    help: 'Access tokens checked, by result (cached, verified, refused).',
    labels: ['result'],
    services: ['auth', 'predict'],
  },
  jwks_age_seconds: {
    type: 'gauge',
    help: "Seconds since the auth service's public keys were last fetched.",
    labels: [],
    services: ['predict'],
  },
} as const satisfies Record<string, MetricDefinition>;
