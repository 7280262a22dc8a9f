import { Module } from '@nestjs/common';
import { DatabaseAvailability } from '../database/database-availability.js';
import { DatabaseModule } from '../database/database.module.js';
import { PredictDatabase } from '../database/predict-database.js';
import { ModelsModule } from '../models/models.module.js';
import { PromotionLock } from './promotion-lock.js';
import { PromotionController } from './promotion.controller.js';
import { PromotionService } from './promotion.service.js';

/** Promotion, rollback and trials of versions. */
@Module({
  imports: [DatabaseModule, ModelsModule],
  controllers: [PromotionController],
  providers: [
    PromotionService,
    {
      provide: PromotionLock,
      inject: [PredictDatabase, DatabaseAvailability],
      useFactory: ({ pool }: PredictDatabase, availability: DatabaseAvailability) =>
        new PromotionLock(pool, availability),
    },
  ],
})
export class PromotionModule {}
