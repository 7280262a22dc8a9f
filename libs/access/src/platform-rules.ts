import type { RouteRule } from './route-rule.decorator.js';

/** The rules of the routes that libraries add to every service: probes are public, metrics unless they require a token. */
export function platformRules(metricsRequireToken: boolean): Readonly<Record<string, RouteRule>> {
  return {
    '/health': 'public',
    '/health/live': 'public',
    '/health/ready': 'public',
    '/metrics': metricsRequireToken ? 'monitor' : 'public',
  };
}
