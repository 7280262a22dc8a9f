import { Module } from '@nestjs/common';
import { DatabaseModule, PredictDatabase } from '../../database/index.js';
import { ModelsModule } from '../../models/registry/index.js';
import { EvaluationGauges } from './evaluation-gauges.js';
import { EvaluationMonitor } from './evaluation-monitor.js';
import { EvaluationPublisher } from './evaluation-publisher.js';
import { EvaluationReport } from './evaluation-report.js';
import { EvaluationRounds } from './evaluation-rounds.js';
import { EvaluationStore } from './evaluation-store.js';
import { EvaluationRepository } from './evaluation.repository.js';
import { MonitoringController } from './monitoring.controller.js';
import { MonitoringService } from './monitoring.service.js';

/** Drift and quality of the served versions, evaluated in a thread of their own: on `/metrics` and as JSON. */
@Module({
  imports: [DatabaseModule, ModelsModule],
  controllers: [MonitoringController],
  providers: [
    EvaluationGauges,
    EvaluationMonitor,
    EvaluationPublisher,
    EvaluationReport,
    EvaluationRounds,
    EvaluationStore,
    MonitoringService,
    {
      provide: EvaluationRepository,
      inject: [PredictDatabase],
      useFactory: ({ pool }: PredictDatabase) => new EvaluationRepository(pool),
    },
  ],
  exports: [EvaluationStore],
})
export class MonitoringModule {}
