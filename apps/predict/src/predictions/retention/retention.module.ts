import { Module } from '@nestjs/common';
import { DatabaseModule, PredictDatabase } from '../../database/index.js';
import { ModelsModule } from '../../models/registry/index.js';
import { RetentionRepository } from './retention.repository.js';
import { RetentionService } from './retention.service.js';

/** Deletes rows older than the settings allow. */
@Module({
  imports: [DatabaseModule, ModelsModule],
  providers: [
    RetentionService,
    {
      provide: RetentionRepository,
      inject: [PredictDatabase],
      useFactory: (database: PredictDatabase) => new RetentionRepository(database),
    },
  ],
})
export class RetentionModule {}
