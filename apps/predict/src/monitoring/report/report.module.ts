import { Module } from '@nestjs/common';
import { ModelsModule } from '../../models/registry/index.js';
import { MonitoringModule } from '../evaluation/index.js';
import { ReportController } from './report.controller.js';
import { ReportService } from './report.service.js';

/** The evaluation of a model version as a page. */
@Module({
  imports: [ModelsModule, MonitoringModule],
  controllers: [ReportController],
  providers: [ReportService],
})
export class ReportModule {}
