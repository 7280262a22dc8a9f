import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { AuthConfig } from './config.js';

/** Injects the settings: `@Inject(AUTH_CONFIG) config: AuthConfig`. */
export const AUTH_CONFIG = Symbol('auth config');

/** Makes the settings injectable everywhere. */
@Global()
@Module({})
export class ConfigModule {
  static of(config: AuthConfig): DynamicModule {
    const provider = { provide: AUTH_CONFIG, useValue: config };
    return { module: ConfigModule, providers: [provider], exports: [provider] };
  }
}
