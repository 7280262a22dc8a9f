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
import { AccessTokenVerifier } from './access-token-verifier.js';
import { AccessGuard } from './access.guard.js';
import { RateLimitGuard } from './rate-limit.guard.js';
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

/** The check of `Authorization` headers for middleware, which runs before the guards. */
export function tokenCheckOf(app: INestApplicationContext): AccessTokenVerifier['acceptsHeader'] {
  const verifier = app.get(AccessTokenVerifier, { strict: false });
  return (authorization) => verifier.acceptsHeader(authorization);
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
