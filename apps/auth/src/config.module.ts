import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Clock } from './clock.js';
import type { AuthConfig } from './config.js';

/** Injects the settings: `@Inject(AUTH_CONFIG) config: AuthConfig`. */
export const AUTH_CONFIG = Symbol('auth config');

/** Makes the settings and the clock injectable everywhere. */
@Global()
@Module({})
export class ConfigModule {
  static of(config: AuthConfig, clock: Clock): DynamicModule {
    const providers = [
      { provide: AUTH_CONFIG, useValue: config },
      { provide: Clock, useValue: clock },
    ];
    return { module: ConfigModule, providers, exports: providers };
  }
}
