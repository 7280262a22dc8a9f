import { Module } from '@nestjs/common';
import { ModelsModule } from '../models/models.module.js';
import { PredictionLog } from '../predictionlog/prediction-log.js';
import { PredictionMetrics } from './prediction-metrics.js';
import { PredictionController } from './prediction.controller.js';
import { PredictionService } from './prediction.service.js';

/** Answers predictions. */
@Module({
  imports: [ModelsModule],
  controllers: [PredictionController],
  providers: [
    PredictionService,
    PredictionMetrics,
    { provide: PredictionLog, useFactory: () => new PredictionLog() },
  ],
})
export class PredictionsModule {}
