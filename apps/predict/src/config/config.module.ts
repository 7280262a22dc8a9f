import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Clock } from '@plumbline/tasks';
import type { PredictConfig } from './config.js';

/** Injects the settings: `@Inject(PREDICT_CONFIG) config: PredictConfig`. */
export const PREDICT_CONFIG = Symbol('predict config');

/** Makes the settings and the `Clock` injectable everywhere. */
@Global()
@Module({})
export class ConfigModule {
  static of(config: PredictConfig): DynamicModule {
    const provider = { provide: PREDICT_CONFIG, useValue: config };
    return { module: ConfigModule, providers: [provider, Clock], exports: [provider, Clock] };
  }
}
