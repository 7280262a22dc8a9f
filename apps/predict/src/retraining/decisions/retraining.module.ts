import { Module } from '@nestjs/common';
import { DatabaseModule, PredictDatabase } from '../../database/index.js';
import { ModelsModule } from '../../models/registry/index.js';
import { HeartbeatRepository } from './heartbeat.repository.js';
import { Heartbeat } from './heartbeat.js';
import { RetrainDriver } from './retrain-driver.js';
import { RetrainMetrics } from './retrain-metrics.js';
import { RetrainController } from './retrain.controller.js';
import { RetrainRepository } from './retrain.repository.js';
import { RetrainService } from './retrain.service.js';
import { RetrainingSettings } from './retraining-settings.js';

/** From an alert to a run of the retraining DAG: decided once, recorded, started, followed to its end. */
@Module({
  imports: [DatabaseModule, ModelsModule],
  controllers: [RetrainController],
  providers: [
    RetrainService,
    RetrainDriver,
    RetrainMetrics,
    Heartbeat,
    RetrainingSettings,
    {
      provide: RetrainRepository,
      inject: [PredictDatabase],
      useFactory: ({ pool }: PredictDatabase) => new RetrainRepository(pool),
    },
    {
      provide: HeartbeatRepository,
      inject: [PredictDatabase],
      useFactory: ({ pool }: PredictDatabase) => new HeartbeatRepository(pool),
    },
  ],
})
export class RetrainingModule {}
