import { Module } from '@nestjs/common';
import { HealthChecks } from '@plumbline/http';
import { MetricSet } from '@plumbline/metrics';
import type { PredictConfig } from '../config.js';
import { PREDICT_CONFIG } from '../config.module.js';
import { loadRegistry } from './load-registry.js';
import { ModelRegistry } from './model-registry.js';
import { ModelController } from './model.controller.js';

/** Loads the models before anything that needs them exists, and says what is served. */
@Module({
  controllers: [ModelController],
  providers: [
    {
      provide: ModelRegistry,
      inject: [PREDICT_CONFIG, MetricSet],
      useFactory: ({ models, inference }: PredictConfig, metrics: MetricSet) =>
        loadRegistry({ ...models, ...inference }, metrics),
    },
  ],
  exports: [ModelRegistry],
})
export class ModelsModule {
  /** Ready when any version is served; degraded when the repository holds one that is not. */
  constructor(registry: ModelRegistry, health: HealthChecks) {
    health.add('models', () => registry.list().length > 0);
    health.add('all_models', () => registry.unavailable().length === 0, { required: false });
  }
}
