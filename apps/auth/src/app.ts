import { tokenCheckOf } from '@plumbline/access';
import { createHttpApp, type HttpApp } from '@plumbline/http';
import type { Request, RequestHandler } from 'express';
import { AuthModule } from './auth.module.js';
import type { AuthConfig } from './config/index.js';
import { ServiceClock } from './database/index.js';
import { errorStatus } from './errors.js';

const openApi = {
  title: 'Plumbline auth',
  description:
    'Signs in users and machine clients, and issues the access tokens that the other services verify.',
};

/** Parts that a test replaces. */
export interface AppParts {
  readonly clock?: ServiceClock;
  readonly logger?: false;
}

/** The auth service, migrated and ready to listen. */
export async function createApp(
  config: AuthConfig,
  { clock = new ServiceClock(), logger }: AppParts = {},
): Promise<HttpApp> {
  const { http, hashing } = config;
  const app = await createHttpApp(AuthModule.of(config, clock), {
    adapter: http.adapter,
    body: { limitBytes: http.bodyLimitBytes, inFlightBytes: http.maxInFlightBytes, forms: true },
    errors: errorStatus,
    keepAliveTimeoutMs: http.keepAliveTimeoutMs,
    lanes: [
      // As many as are hashed or wait for it: a flood of sign-ins takes no places of other requests.
      { name: 'sign_in', places: hashing.concurrency + hashing.queue, holds: isSignIn },
      { name: 'requests', places: http.maxInFlight, holds: () => true },
    ],
    openApi,
    shutdown: { drainMs: http.drainMs, timeoutMs: http.shutdownTimeoutMs },
    tokenCheck: tokenCheckOf,
    trustedProxies: http.trustedProxies,
    corsOrigins: http.corsOrigins,
    logRequests: http.logRequests,
    logger,
  });
  app.nest.use(forbidCaching);
  return app;
}

function isSignIn({ method, path }: Pick<Request, 'method' | 'path'>): boolean {
  return method === 'POST' && /^\/login\/?$/i.test(path);
}

/** Answers contain account data and tokens. The well-known documents set their own header. */
const forbidCaching: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};
