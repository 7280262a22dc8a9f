import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from '@plumbline/access';
import { HealthChecks, HealthModule } from '@plumbline/http';
import { MetricsModule } from '@plumbline/metrics';
import { Clock } from './clock.js';
import { AUTH_CONFIG, ConfigModule } from './config.module.js';
import type { AuthConfig } from './config.js';
import { AuthDatabase } from './database/auth-database.js';
import { DatabaseModule } from './database/database.module.js';
import { KeyModule } from './keys/key.module.js';
import { SigningKeys } from './keys/signing-keys.js';
import { LoginModule } from './login/login.module.js';
import { MetadataModule } from './metadata/metadata.module.js';

const PUBLIC_PATHS = ['/health', '/health/live', '/health/ready', '/metrics'];

const access = AccessModule.forRootAsync({
  imports: [KeyModule],
  inject: [AUTH_CONFIG, SigningKeys, Clock],
  useFactory: ({ tokens }: AuthConfig, keys: SigningKeys, clock: Clock) => ({
    issuer: tokens.issuer,
    audience: tokens.audience,
    keys,
    publicPaths: PUBLIC_PATHS,
    now: () => clock.now().getTime(),
  }),
});

/** The auth service. */
@Module({})
export class AuthModule {
  constructor(health: HealthChecks, database: AuthDatabase) {
    health.add('database', () => database.isHealthy());
  }

  static of(config: AuthConfig, clock: Clock): DynamicModule {
    return {
      module: AuthModule,
      imports: [
        ConfigModule.of(config, clock),
        MetricsModule.forService('auth'),
        DatabaseModule,
        HealthModule,
        access,
        KeyModule,
        LoginModule,
        MetadataModule,
      ],
    };
  }
}
