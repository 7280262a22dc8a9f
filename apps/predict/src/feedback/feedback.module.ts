import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/index.js';
import { ModelsModule } from '../models/registry/index.js';
import { FeedbackWindowModule } from '../monitoring/feedback-window/index.js';
import { PredictionLogModule } from '../predictions/log/index.js';
import { FeedbackController } from './feedback.controller.js';
import { FeedbackRepository } from './feedback.repository.js';
import { FeedbackService } from './feedback.service.js';
import { LabelledController } from './labelled.controller.js';
import { LabelledService } from './labelled.service.js';
import { PredictionFinder } from './prediction-finder.js';

/** Receives feedback, and returns labelled predictions for training. */
@Module({
  imports: [DatabaseModule, ModelsModule, PredictionLogModule, FeedbackWindowModule],
  controllers: [FeedbackController, LabelledController],
  providers: [FeedbackRepository, FeedbackService, LabelledService, PredictionFinder],
})
export class FeedbackModule {}
