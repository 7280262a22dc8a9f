import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { PredictDatabase } from '../database/predict-database.js';
import { ModelsModule } from '../models/models.module.js';
import { OutcomeCounter } from './outcome-counter.js';
import { QualityGauges } from './quality-gauges.js';
import { QualityMonitor } from './quality-monitor.js';
import { QualityRepository } from './quality.repository.js';
import { VersionTaskRepository } from './version-task.repository.js';
import { VersionTasks } from './version-tasks.js';

/** Quality of the served versions over their feedback, on `/metrics`. */
@Module({
  imports: [DatabaseModule, ModelsModule],
  providers: [
    OutcomeCounter,
    QualityGauges,
    QualityMonitor,
    VersionTasks,
    {
      provide: QualityRepository,
      inject: [PredictDatabase],
      useFactory: ({ pool }: PredictDatabase) => new QualityRepository(pool),
    },
    {
      provide: VersionTaskRepository,
      inject: [PredictDatabase],
      useFactory: ({ pool }: PredictDatabase) => new VersionTaskRepository(pool),
    },
  ],
  exports: [QualityMonitor, VersionTasks],
})
export class QualityModule {}
