import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/index.js';
import { DatabaseModule } from '../../database/index.js';
import { ModelsModule } from '../../models/registry/index.js';
import { AirflowConnection } from './airflow-connection.js';
import { RetrainDetailService } from './retrain-detail.service.js';
import { RetrainDriver } from './retrain-driver.js';
import { RetrainMetrics } from './retrain-metrics.js';
import { RetrainController } from './retrain.controller.js';
import { RetrainRepository } from './retrain.repository.js';
import { RetrainService } from './retrain.service.js';
import { RetrainingSettings } from './retraining-settings.js';

/** Decides about retraining, records the decisions, and carries them out with Airflow. */
@Module({
  imports: [AuditModule, DatabaseModule, ModelsModule],
  controllers: [RetrainController],
  providers: [
    AirflowConnection,
    RetrainDetailService,
    RetrainDriver,
    RetrainMetrics,
    RetrainRepository,
    RetrainService,
    RetrainingSettings,
  ],
  exports: [RetrainService, RetrainingSettings],
})
export class RetrainingModule {}
