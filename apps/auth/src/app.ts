import { createHttpApp, type HttpApp } from '@plumbline/http';
import { AuthModule } from './auth.module.js';
import { Clock } from './clock.js';
import type { AuthConfig } from './config.js';
import { errorStatus } from './errors.js';

const openApi = {
  title: 'Plumbline auth',
  description: 'Signs people and machines in, and issues the access tokens that the other services verify.',
  version: '0.1.0',
};

/** What a test replaces. */
export interface AppParts {
  readonly clock?: Clock;
  readonly logger?: false;
}

/** The auth service, migrated and ready to listen. */
export function createApp(
  config: AuthConfig,
  { clock = new Clock(), logger }: AppParts = {},
): Promise<HttpApp> {
  const { http } = config;
  return createHttpApp(AuthModule.of(config, clock), {
    adapter: http.adapter,
    body: { limitBytes: http.bodyLimitBytes, forms: true },
    errors: errorStatus,
    maxInFlight: http.maxInFlight,
    openApi,
    shutdown: { drainMs: http.drainMs, timeoutMs: http.shutdownTimeoutMs },
    trustedProxies: http.trustedProxies,
    logger,
  });
}
