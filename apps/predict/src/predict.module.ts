import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule, type VerificationKeys } from '@plumbline/access';
import { HealthModule } from '@plumbline/http';
import { MetricsModule } from '@plumbline/metrics';
import type { PredictConfig } from './config.js';
import { ConfigModule } from './config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { ModelsModule } from './models/models.module.js';
import { PredictionsModule } from './predictions/predictions.module.js';

/** Everything the predict service consists of. */
@Module({})
export class PredictModule {
  static with(config: PredictConfig, keys: VerificationKeys): DynamicModule {
    return {
      module: PredictModule,
      imports: [
        ConfigModule.of(config),
        MetricsModule.forService('predict'),
        HealthModule,
        AccessModule.forRootAsync({
          useFactory: () => ({
            issuer: config.auth.issuer,
            audience: config.auth.audience,
            keys,
            publicPaths: ['/metrics', '/health', '/health/live', '/health/ready'],
          }),
        }),
        DatabaseModule,
        ModelsModule,
        PredictionsModule,
      ],
    };
  }
}
