import { type DynamicModule, Module } from '@nestjs/common';
import { HealthChecks, HealthModule } from '@plumbline/http';
import { MetricsModule } from '@plumbline/metrics';
import { guarded } from './access/guarded.js';
import { AccountModule } from './account/account.module.js';
import { ClientModule } from './clients/client.module.js';
import { Clock } from './clock.js';
import { ConfigModule } from './config.module.js';
import type { AuthConfig } from './config.js';
import { AuthDatabase } from './database/auth-database.js';
import { DatabaseModule } from './database/database.module.js';
import { KeyModule } from './keys/key.module.js';
import { LoginModule } from './login/login.module.js';
import { MetadataModule } from './metadata/metadata.module.js';
import { OAuthModule } from './oauth/oauth.module.js';
import { UserModule } from './users/user.module.js';

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
        guarded,
        LoginModule,
        OAuthModule,
        AccountModule,
        UserModule,
        ClientModule,
        KeyModule,
        MetadataModule,
      ],
    };
  }
}
