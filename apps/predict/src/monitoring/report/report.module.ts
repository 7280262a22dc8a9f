import { Module } from '@nestjs/common';
import { ModelsModule } from '../../models/registry/index.js';
import { EvaluationModule } from '../evaluation/index.js';
import { ReportController } from './report.controller.js';
import { ReportService } from './report.service.js';

/** The evaluation of a model version as a page. */
@Module({
  imports: [ModelsModule, EvaluationModule],
  controllers: [ReportController],
  providers: [ReportService],
})
export class ReportModule {}
