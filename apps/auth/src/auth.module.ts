import { type DynamicModule, Module } from '@nestjs/common';
import { HealthModule } from '@plumbline/http';
import { MetricsModule } from '@plumbline/metrics';
import { guarded } from './access/index.js';
import { AccountModule } from './account/index.js';
import { ClientModule } from './clients/index.js';
import { type AuthConfig, ConfigModule } from './config/index.js';
import { DatabaseModule, ServiceClock } from './database/index.js';
import { KeyModule } from './keys/index.js';
import { LoginModule } from './login/index.js';
import { MetadataModule } from './metadata/index.js';
import { OAuthModule } from './oauth/index.js';
import { UserModule } from './users/index.js';

/** The auth service. */
@Module({})
export class AuthModule {
  static of(config: AuthConfig, clock: ServiceClock): DynamicModule {
    return {
      module: AuthModule,
      imports: [
        ConfigModule.of(config),
        MetricsModule.forService('auth', config.metrics),
        HealthModule,
        DatabaseModule.of(clock),
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
