import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { PredictDatabase } from '../database/predict-database.js';
import { ModelsModule } from '../models/models.module.js';
import { OutcomeCounter } from './outcome-counter.js';
import { QualityGauges } from './quality-gauges.js';
import { QualityMonitor } from './quality-monitor.js';
import { QualityRepository } from './quality.repository.js';

/** Quality of the served versions over their feedback, on `/metrics`. */
@Module({
  imports: [DatabaseModule, ModelsModule],
  providers: [
    OutcomeCounter,
    QualityGauges,
    QualityMonitor,
    {
      provide: QualityRepository,
      inject: [PredictDatabase],
      useFactory: ({ pool }: PredictDatabase) => new QualityRepository(pool),
    },
  ],
  exports: [QualityMonitor],
})
export class QualityModule {}
