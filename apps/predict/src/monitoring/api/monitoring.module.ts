import { Module } from '@nestjs/common';
import { ModelsModule } from '../../models/registry/index.js';
import { EvaluationModule } from '../evaluation/index.js';
import { EvaluationListController } from './evaluation-list.controller.js';
import { MonitoringController } from './monitoring.controller.js';
import { MonitoringService } from './monitoring.service.js';

/** Drift and quality of the served versions as JSON. */
@Module({
  imports: [ModelsModule, EvaluationModule],
  controllers: [MonitoringController, EvaluationListController],
  providers: [MonitoringService],
})
export class MonitoringModule {}
