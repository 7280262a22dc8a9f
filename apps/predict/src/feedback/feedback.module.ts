import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { PredictDatabase } from '../database/predict-database.js';
import { ModelsModule } from '../models/models.module.js';
import { PredictionLogModule } from '../predictionlog/prediction-log.module.js';
import { PredictionLog } from '../predictionlog/prediction-log.js';
import { QualityModule } from '../quality/quality.module.js';
import { FeedbackController } from './feedback.controller.js';
import { FeedbackRepository } from './feedback.repository.js';
import { FeedbackService } from './feedback.service.js';
import { FeedbackWriter } from './feedback-writer.js';
import { PredictionFinder } from './prediction-finder.js';

/** Takes the truth about predictions. */
@Module({
  imports: [DatabaseModule, ModelsModule, PredictionLogModule, QualityModule],
  controllers: [FeedbackController],
  providers: [
    FeedbackService,
    {
      provide: FeedbackRepository,
      inject: [PredictDatabase],
      useFactory: ({ pool }: PredictDatabase) => new FeedbackRepository(pool),
    },
    {
      provide: FeedbackWriter,
      inject: [FeedbackRepository],
      useFactory: (repository: FeedbackRepository) => new FeedbackWriter(repository),
    },
    {
      provide: PredictionFinder,
      inject: [FeedbackRepository, PredictionLog],
      useFactory: (repository: FeedbackRepository, log: PredictionLog) =>
        new PredictionFinder(repository, log),
    },
  ],
})
export class FeedbackModule {}
