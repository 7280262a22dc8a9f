import { join } from 'node:path';
import { Logger, Module } from '@nestjs/common';
import { HealthChecks } from '@plumbline/http';
import { MetricSet } from '@plumbline/metrics';
import { Clock } from '@plumbline/tasks';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import { DatabaseClock, DatabaseModule, PredictDatabase } from '../../database/index.js';
import { PredictionLog } from './prediction-log.js';
import { PredictionLogReport } from './prediction-log-report.js';
import { PredictionRepository } from './prediction.repository.js';

const MAX_SEGMENT_BYTES = 2 ** 24;
const SEGMENTS_IN_LIMIT = 16;

/** Opens the prediction log before the service listens, and closes it after the last request. */
@Module({
  imports: [DatabaseModule],
  providers: [
    {
      provide: PredictionLog,
      inject: [PREDICT_CONFIG, PredictDatabase, DatabaseClock, MetricSet, Clock],
      useFactory: openLog,
    },
  ],
  exports: [PredictionLog],
})
export class PredictionLogModule {
  constructor(log: PredictionLog, health: HealthChecks) {
    health.add('prediction_log', () => log.hasRoom);
  }
}

async function openLog(
  { log, database: { dataDir } }: PredictConfig,
  { pool }: PredictDatabase,
  databaseClock: DatabaseClock,
  metrics: MetricSet,
  clock: Clock,
): Promise<PredictionLog> {
  if (!log.enabled) return PredictionLog.off();
  const report = new PredictionLogReport(metrics, new Logger('PredictionLog'), clock);
  const limits = {
    totalBytes: log.spoolLimitBytes,
    segmentBytes: Math.min(MAX_SEGMENT_BYTES, Math.floor(log.spoolLimitBytes / SEGMENTS_IN_LIMIT)),
  };
  const repository = new PredictionRepository(pool, log.retentionDays, () => databaseClock.skewMs);
  return PredictionLog.open(join(dataDir, 'spool'), limits, repository, report, clock);
}
