import { Global, Module } from '@nestjs/common';
import { tellParent } from '@plumbline/http';
import { PREDICT_CONFIG } from '../config.module.js';
import type { PredictConfig } from '../config.js';
import { PredictDatabase } from './predict-database.js';

/** Opens the database at start-up. */
@Global()
@Module({
  providers: [
    {
      provide: PredictDatabase,
      inject: [PREDICT_CONFIG],
      useFactory: (config: PredictConfig) =>
        PredictDatabase.open(config, (message) => tellParent({ type: 'progress', message })),
    },
  ],
  exports: [PredictDatabase],
})
export class DatabaseModule {}
