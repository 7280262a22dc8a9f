import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { PredictDatabase } from '../database/predict-database.js';
import { ModelsModule } from '../models/models.module.js';
import { RetentionRepository } from './retention.repository.js';
import { RetentionService } from './retention.service.js';

/** Removes what is older than the settings allow. */
@Module({
  imports: [DatabaseModule, ModelsModule],
  providers: [
    RetentionService,
    {
      provide: RetentionRepository,
      inject: [PredictDatabase],
      useFactory: ({ pool }: PredictDatabase) => new RetentionRepository(pool),
    },
  ],
})
export class RetentionModule {}
