import { Module } from '@nestjs/common';
import { ModelsModule } from '../../models/models.module.js';
import { MonitoringModule } from '../monitoring.module.js';
import { ReportController } from './report.controller.js';
import { ReportService } from './report.service.js';

/** The evaluation of a model version as a page. */
@Module({
  imports: [ModelsModule, MonitoringModule],
  controllers: [ReportController],
  providers: [ReportService],
})
export class ReportModule {}
