import { Module } from '@nestjs/common';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import { DatabaseModule, PredictDatabase } from '../../database/index.js';
import { ModelsModule } from '../../models/registry/index.js';
import { HistoryRetention } from './history-retention.js';
import { RetentionRepository } from './retention.repository.js';
import { RetentionService } from './retention.service.js';

/** Deletes rows older than the settings allow. */
@Module({
  imports: [DatabaseModule, ModelsModule],
  providers: [
    RetentionService,
    {
      provide: HistoryRetention,
      inject: [PredictDatabase],
      useFactory: (database: PredictDatabase) => new HistoryRetention(database),
    },
    {
      provide: RetentionRepository,
      inject: [PredictDatabase, PREDICT_CONFIG],
      useFactory: (database: PredictDatabase, { log }: PredictConfig) =>
        new RetentionRepository(database, log.retentionDays),
    },
  ],
})
export class RetentionModule {}
