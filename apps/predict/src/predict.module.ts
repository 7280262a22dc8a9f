import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from '@plumbline/access';
import { HealthModule } from '@plumbline/http';
import { MetricsModule } from '@plumbline/metrics';
import { JwksClient } from './access/jwks-client.js';
import { JwksModule } from './access/jwks.module.js';
import type { PredictConfig } from './config.js';
import { ConfigModule } from './config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { FeedbackModule } from './feedback/feedback.module.js';
import { ModelsModule } from './models/models.module.js';
import { MonitoringModule } from './monitoring/monitoring.module.js';
import { ReportModule } from './monitoring/report/report.module.js';
import { PredictionsModule } from './predictions/predictions.module.js';
import { PromotionModule } from './promotion/promotion.module.js';
import { PublishingModule } from './publishing/publishing.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { RetrainingModule } from './retraining/retraining.module.js';

const publicPaths = ['/metrics', '/health', '/health/live', '/health/ready'];

/** Everything the predict service consists of. */
@Module({})
export class PredictModule {
  static with(config: PredictConfig): DynamicModule {
    return {
      module: PredictModule,
      imports: [
        ConfigModule.of(config),
        MetricsModule.forService('predict'),
        HealthModule,
        AccessModule.forRootAsync({
          imports: [JwksModule],
          inject: [JwksClient],
          useFactory: (keys: JwksClient) => ({ ...config.auth, keys, publicPaths }),
        }),
        DatabaseModule,
        ModelsModule,
        PredictionsModule,
        FeedbackModule,
        MonitoringModule,
        ReportModule,
        PromotionModule,
        PublishingModule,
        RetentionModule,
        RetrainingModule,
      ],
    };
  }
}
