import { Module } from '@nestjs/common';
import { DatabaseModule, PredictDatabase } from '../../database/index.js';
import { ModelsModule } from '../../models/registry/index.js';
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
