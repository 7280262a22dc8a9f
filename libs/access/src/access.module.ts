import {
  type DynamicModule,
  type FactoryProvider,
  type INestApplicationContext,
  Module,
  type ModuleMetadata,
} from '@nestjs/common';
import { APP_GUARD, DiscoveryModule, MetadataScanner } from '@nestjs/core';
import { MetricSet } from '@plumbline/metrics';
import { ACCESS_OPTIONS, type AccessOptions } from './access-options.js';
import type { AccessRequest } from './access-request.js';
import { AccessTokenVerifier } from './access-token-verifier.js';
import { AccessGuard } from './access.guard.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { hasValidToken } from './request-token.js';
import { RouteAccess } from './route-access.js';

type OptionsFactory = Pick<ModuleMetadata, 'imports'> &
  Pick<FactoryProvider<AccessOptions>, 'inject' | 'useFactory'>;

/** Guards every route of the application. A route that declares no rule prevents the start. */
@Module({})
export class AccessModule {
  static forRootAsync({ imports = [], inject = [], useFactory }: OptionsFactory): DynamicModule {
    return {
      module: AccessModule,
      imports: [DiscoveryModule, ...imports],
      providers: [
        { provide: ACCESS_OPTIONS, inject, useFactory },
        { provide: AccessTokenVerifier, inject: [ACCESS_OPTIONS, MetricSet], useFactory: createVerifier },
        MetadataScanner,
        RouteAccess,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: RateLimitGuard },
      ],
      exports: [AccessTokenVerifier, RouteAccess],
    };
  }
}

/** The check of tokens for middleware. The guard, which runs later, uses its result. */
export function tokenCheckOf(
  app: INestApplicationContext,
): (request: AccessRequest) => boolean | Promise<boolean> {
  const verifier = app.get(AccessTokenVerifier, { strict: false });
  return (request) => hasValidToken(verifier, request);
}

function createVerifier(
  { keys, clockToleranceS = 5, cacheSize = 10_000, now = Date.now, ...expected }: AccessOptions,
  metrics: MetricSet,
): AccessTokenVerifier {
  return new AccessTokenVerifier(
    keys,
    { ...expected, clockToleranceS, cacheSize, now },
    metrics.get('token_verifications_total'),
  );
}
