import { createHttpApp, type HttpApp } from '@plumbline/http';
import type { RequestHandler } from 'express';
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
export async function createApp(
  config: AuthConfig,
  { clock = new Clock(), logger }: AppParts = {},
): Promise<HttpApp> {
  const { http } = config;
  const app = await createHttpApp(AuthModule.of(config, clock), {
    adapter: http.adapter,
    body: { limitBytes: http.bodyLimitBytes, inFlightBytes: http.maxInFlightBytes, forms: true },
    errors: errorStatus,
    keepAliveTimeoutMs: http.keepAliveTimeoutMs,
    maxInFlight: http.maxInFlight,
    openApi,
    shutdown: { drainMs: http.drainMs, timeoutMs: http.shutdownTimeoutMs },
    trustedProxies: http.trustedProxies,
    logger,
  });
  app.nest.use(forbidCaching);
  return app;
}

/** Answers are about accounts and tokens; the well-known documents say otherwise for themselves. */
const forbidCaching: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};
