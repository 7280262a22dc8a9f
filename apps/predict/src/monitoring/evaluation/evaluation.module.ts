import { Module } from '@nestjs/common';
import { DatabaseModule } from '../../database/index.js';
import { ModelsModule } from '../../models/registry/index.js';
import { EvaluationGauges } from './evaluation-gauges.js';
import { EvaluationLog } from './evaluation-log.js';
import { EvaluationMonitor } from './evaluation-monitor.js';
import { EvaluationStore } from './evaluation-store.js';

/** Evaluates drift and quality of the served versions on a worker thread, and publishes them on `/metrics`. */
@Module({
  imports: [DatabaseModule, ModelsModule],
  providers: [EvaluationGauges, EvaluationLog, EvaluationMonitor, EvaluationStore],
  exports: [EvaluationStore],
})
export class EvaluationModule {}
