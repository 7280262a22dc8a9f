import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule, platformRules } from '@plumbline/access';
import { HealthModule } from '@plumbline/http';
import { MetricsModule } from '@plumbline/metrics';
import { JwksClient, JwksModule } from './access/index.js';
import { AuditModule } from './audit/index.js';
import { ConfigModule, type PredictConfig } from './config/index.js';
import { ConsoleModule } from './console/index.js';
import { DatabaseModule } from './database/index.js';
import { FeedbackModule } from './feedback/index.js';
import { ModelsModule } from './models/registry/index.js';
import { MonitoringModule } from './monitoring/api/index.js';
import { HistoryModule } from './monitoring/history/index.js';
import { ReportModule } from './monitoring/report/index.js';
import { PredictionsModule } from './predictions/api/index.js';
import { PromotionModule } from './models/promotion/index.js';
import { PublishingModule } from './models/publishing/index.js';
import { RetentionModule } from './predictions/retention/index.js';
import { SessionModule } from './session/index.js';
import { AlertsModule } from './retraining/alerts/index.js';
import { RetrainingModule } from './retraining/decisions/index.js';

/** All modules of the predict service. */
@Module({})
export class PredictModule {
  static with(config: PredictConfig): DynamicModule {
    return {
      module: PredictModule,
      imports: [
        ConfigModule.of(config),
        MetricsModule.forService('predict', config.metrics),
        HealthModule,
        AccessModule.forRootAsync({
          imports: [JwksModule],
          inject: [JwksClient],
          useFactory: (keys: JwksClient) => ({
            ...config.auth,
            keys,
            pathRules: platformRules(config.metrics.requireToken),
          }),
        }),
        DatabaseModule,
        AuditModule,
        ModelsModule,
        PredictionsModule,
        FeedbackModule,
        MonitoringModule,
        HistoryModule,
        ReportModule,
        PromotionModule,
        PublishingModule,
        RetentionModule,
        RetrainingModule,
        AlertsModule,
        SessionModule,
        ConsoleModule,
      ],
    };
  }
}
