import { Global, Module } from '@nestjs/common';
import { HealthChecks, tellParent } from '@plumbline/http';
import { PREDICT_CONFIG, type PredictConfig } from '../config/index.js';
import { DatabaseAvailability } from './database-availability.js';
import { DatabaseClock } from './database-clock.js';
import { PredictDatabase } from './predict-database.js';

/** Opens the database at start-up. While it is away the service is degraded, not unavailable: it still predicts. */
@Global()
@Module({
  providers: [
    {
      provide: PredictDatabase,
      inject: [PREDICT_CONFIG],
      useFactory: (config: PredictConfig) =>
        PredictDatabase.open(config, (message) => tellParent({ type: 'progress', message })),
    },
    DatabaseAvailability,
    DatabaseClock,
  ],
  exports: [PredictDatabase, DatabaseAvailability, DatabaseClock],
})
export class DatabaseModule {
  constructor(database: PredictDatabase, health: HealthChecks) {
    health.add('database', () => database.isHealthy(), { required: false });
  }
}
