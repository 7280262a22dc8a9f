import { Module } from '@nestjs/common';
import { InputsModule } from '../inputs/inputs.module.js';
import { ModelsModule } from '../models/models.module.js';
import { PredictionLogModule } from '../predictionlog/prediction-log.module.js';
import { ShadowModule } from '../shadow/shadow.module.js';
import { PredictionMetrics } from './prediction-metrics.js';
import { PredictionController } from './prediction.controller.js';
import { PredictionService } from './prediction.service.js';

/** Answers predictions. */
@Module({
  imports: [InputsModule, ModelsModule, PredictionLogModule, ShadowModule],
  controllers: [PredictionController],
  providers: [PredictionService, PredictionMetrics],
})
export class PredictionsModule {}
