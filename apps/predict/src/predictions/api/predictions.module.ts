import { Module } from '@nestjs/common';
import { InputsModule } from '../inputs/index.js';
import { ModelsModule } from '../../models/registry/index.js';
import { PredictionLogModule } from '../log/index.js';
import { ShadowModule } from '../shadow/index.js';
import { PredictionMetrics } from './prediction-metrics.js';
import { PredictionController } from './prediction.controller.js';
import { PredictionService } from './prediction.service.js';

/** The prediction API. */
@Module({
  imports: [InputsModule, ModelsModule, PredictionLogModule, ShadowModule],
  controllers: [PredictionController],
  providers: [PredictionService, PredictionMetrics],
})
export class PredictionsModule {}
