import { Module } from '@nestjs/common';
import { DatabaseModule, PredictDatabase } from '../../database/index.js';
import { ModelsModule } from '../../models/registry/index.js';
import { ShadowMetrics } from './shadow-metrics.js';
import { ShadowMonitor } from './shadow-monitor.js';
import { ShadowRepository } from './shadow.repository.js';
import { ShadowRunner } from './shadow-runner.js';

/** Runs challengers on the rows that champions answer. */
@Module({
  imports: [DatabaseModule, ModelsModule],
  providers: [
    ShadowMetrics,
    ShadowMonitor,
    ShadowRunner,
    {
      provide: ShadowRepository,
      inject: [PredictDatabase],
      useFactory: (database: PredictDatabase) => new ShadowRepository(database),
    },
  ],
  exports: [ShadowRunner],
})
export class ShadowModule {}
