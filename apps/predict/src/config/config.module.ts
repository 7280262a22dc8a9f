import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { PredictConfig } from './config.js';

/** Injects the settings: `@Inject(PREDICT_CONFIG) config: PredictConfig`. */
export const PREDICT_CONFIG = Symbol('predict config');

/** Makes the settings injectable everywhere. */
@Global()
@Module({})
export class ConfigModule {
  static of(config: PredictConfig): DynamicModule {
    const provider = { provide: PREDICT_CONFIG, useValue: config };
    return { module: ConfigModule, providers: [provider], exports: [provider] };
  }
}
