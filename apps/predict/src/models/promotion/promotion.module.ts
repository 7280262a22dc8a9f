import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/index.js';
import { DatabaseAvailability, DatabaseModule, PredictDatabase } from '../../database/index.js';
import { ModelsModule } from '../registry/index.js';
import { PromotionLock } from './promotion-lock.js';
import { PromotionController } from './promotion.controller.js';
import { PromotionService } from './promotion.service.js';

/** Promotion, rollback and trials of versions. */
@Module({
  imports: [AuditModule, DatabaseModule, ModelsModule],
  controllers: [PromotionController],
  providers: [
    PromotionService,
    {
      provide: PromotionLock,
      inject: [PredictDatabase, DatabaseAvailability],
      useFactory: (database: PredictDatabase, availability: DatabaseAvailability) =>
        new PromotionLock(database, availability),
    },
  ],
})
export class PromotionModule {}
