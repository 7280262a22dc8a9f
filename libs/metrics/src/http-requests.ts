import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MetricSet } from './metric-set.js';

type RoutedRequest = IncomingMessage & { route?: { path: string } };
type Middleware = (request: RoutedRequest, response: ServerResponse, next: () => void) => void;

/** The `endpoint` label of requests that match no route; raw paths are never labels. */
export const UNMATCHED = 'unmatched';

/** The methods that routes have, and those of browsers; every other one is counted as `other`. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** The route pattern that answered the request, or `unmatched`. */
export function endpointOf(request: RoutedRequest): string {
  return request.route?.path ?? UNMATCHED;
}

/** Middleware that counts and times every request by route pattern, in seconds. */
export function measureRequests(metrics: MetricSet): Middleware {
  const { service } = metrics;
  const requests = metrics.get('api_requests_total');
  const durations = metrics.get('api_request_duration_seconds');
  const gauge = metrics.get('active_requests');
  let active = 0;
  metrics.beforeRead('active_requests', () => gauge.set({ service }, active));
  return (request, response, next) => {
    const startedAt = process.hrtime.bigint();
    active += 1;
    response.once('close', () => {
      const endpoint = endpointOf(request);
      const method = methodOf(request);
      active -= 1;
      requests.inc({ service, method, endpoint, status_code: statusOf(response) });
      durations.observe({ service, method, endpoint }, Number(process.hrtime.bigint() - startedAt) / 1e9);
    });
    next();
  };
}

/** Node's parser accepts 35 methods, and each would be a series for every status. */
function methodOf({ method = 'GET' }: RoutedRequest): string {
  return METHODS.has(method) ? method : 'other';
}

/** 499 means that the client closed the connection before the response was sent. */
function statusOf(response: ServerResponse): string {
  return response.writableFinished ? String(response.statusCode) : '499';
}
