import { Module } from '@nestjs/common';
import { DatabaseModule, PredictDatabase } from '../database/index.js';
import { ModelsModule } from '../models/registry/index.js';
import { PredictionLog, PredictionLogModule } from '../predictions/log/index.js';
import { QualityModule } from '../monitoring/performance/index.js';
import { FeedbackController } from './feedback.controller.js';
import { FeedbackRepository } from './feedback.repository.js';
import { FeedbackService } from './feedback.service.js';
import { FeedbackWriter } from './feedback-writer.js';
import { LabelledController } from './labelled.controller.js';
import { LabelledRepository } from './labelled.repository.js';
import { LabelledService } from './labelled.service.js';
import { PredictionFinder } from './prediction-finder.js';

/** Takes the truth about predictions, and hands it out to those who train models. */
@Module({
  imports: [DatabaseModule, ModelsModule, PredictionLogModule, QualityModule],
  controllers: [FeedbackController, LabelledController],
  providers: [
    FeedbackService,
    LabelledService,
    {
      provide: FeedbackRepository,
      inject: [PredictDatabase],
      useFactory: ({ pool }: PredictDatabase) => new FeedbackRepository(pool),
    },
    {
      provide: LabelledRepository,
      inject: [PredictDatabase],
      useFactory: ({ pool }: PredictDatabase) => new LabelledRepository(pool),
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
