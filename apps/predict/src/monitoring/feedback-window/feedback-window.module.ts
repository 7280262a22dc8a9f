import { Module } from '@nestjs/common';
import { DatabaseModule } from '../../database/index.js';
import { ModelsModule } from '../../models/registry/index.js';
import { FeedbackWindowRepository } from './feedback-window.repository.js';
import { QualityMetrics } from './quality-metrics.js';
import { QualityMonitor } from './quality-monitor.js';
import { ServedVersions } from './served-versions.js';

/** The quality of the served versions over their feedback, on `/metrics`. */
@Module({
  imports: [DatabaseModule, ModelsModule],
  providers: [QualityMetrics, QualityMonitor, FeedbackWindowRepository, ServedVersions],
  exports: [QualityMonitor],
})
export class FeedbackWindowModule {}
