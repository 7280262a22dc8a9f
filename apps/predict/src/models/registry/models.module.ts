import { Module } from '@nestjs/common';
import { HealthChecks } from '@plumbline/http';
import { MetricSet } from '@plumbline/metrics';
import { Clock } from '@plumbline/tasks';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import { ModelRegistry } from './model-registry.js';
import { ModelController } from './model.controller.js';
import { ProfileBuilds } from './profile-builds.js';
import { RepositoryFollower } from './repository-follower.js';
import { VersionFileController } from './version-file.controller.js';
import { VersionFiles } from './version-files.js';

/** Loads the models before the services that need them, follows their folder, and lists them. */
@Module({
  controllers: [ModelController, VersionFileController],
  providers: [
    ProfileBuilds,
    {
      provide: RepositoryFollower,
      inject: [PREDICT_CONFIG, MetricSet, Clock],
      useFactory: ({ models, inference }: PredictConfig, metrics: MetricSet, clock: Clock) =>
        RepositoryFollower.open({ ...models, ...inference, clock }, metrics),
    },
    {
      provide: VersionFiles,
      inject: [PREDICT_CONFIG],
      useFactory: ({ models }: PredictConfig) => new VersionFiles(models.dir),
    },
    {
      provide: ModelRegistry,
      inject: [RepositoryFollower],
      useFactory: ({ registry }: RepositoryFollower) => registry,
    },
  ],
  exports: [ModelRegistry, ProfileBuilds, RepositoryFollower],
})
export class ModelsModule {
  /**
   * Ready when any version is served; degraded when the repository cannot be read, has a version that is
   * not served, or a model process that is being restarted.
   */
  constructor(registry: ModelRegistry, follower: RepositoryFollower, health: HealthChecks) {
    health.add('models', () => registry.list().length > 0);
    health.add('all_models', () => registry.unavailable().length === 0, { required: false });
    health.add('model_processes', () => registry.list().every(({ isReady }) => isReady), { required: false });
    health.add('models_folder', () => follower.isFollowing, { required: false });
  }
}
