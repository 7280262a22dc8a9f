import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import { Condition, RecurringTask } from '@plumbline/tasks';
import { versionOf } from '../../models/manifest/index.js';
import { ModelRegistry, type ServedModel } from '../../models/registry/index.js';
import { FeedbackFollower, type Followed } from './feedback-follower.js';
import type { LabelledPrediction } from './feedback-window.js';
import { FeedbackWindowRepository } from './feedback-window.repository.js';
import { QualityMetrics } from './quality-metrics.js';
import { VersionTasks } from './version-tasks.js';

/** The longest delay of feedback that another replica received. */
const POLL_MS = 1_000;

/** Publishes the quality of each served version over its feedback window. */
@Injectable()
export class QualityMonitor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Quality');
  private readonly follower: FeedbackFollower;
  private readonly outage = new Condition<unknown>({
    onBegin: (error) =>
      this.logger.warn({ message: 'The quality windows cannot be updated', error: reasonOf(error) }),
    onEnd: () => this.logger.log('The quality windows are updated again'),
  });
  /** During an outage the last values stay. */
  private readonly polling = new RecurringTask({
    run: () => this.catchUp(),
    intervalMs: POLL_MS,
    onError: (error) => this.outage.begin(error),
    onSuccess: () => this.outage.end(),
  });

  constructor(
    private readonly registry: ModelRegistry,
    repository: FeedbackWindowRepository,
    private readonly metrics: QualityMetrics,
    private readonly versions: VersionTasks,
  ) {
    this.follower = new FeedbackFollower(repository, {
      onChange: (followed) => this.publish(followed),
      onLost: (manifest, changes) => {
        this.metrics.countLost(manifest, changes);
        this.logger.warn({
          message:
            'The database has lost feedback, as after a failover or a restore. The window is read again; counters such ' +
            'as prediction_outcomes_total keep the lost labels',
          ...versionOf(manifest),
          changes,
        });
      },
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.registry.onChange((models) => this.follow(models));
    this.follow(this.registry.list());
    await this.polling.runNow();
    this.polling.start();
  }

  /** Takes in labels that were committed here: first ones, and corrections. */
  labelled(recorded: readonly LabelledPrediction[], corrected: readonly LabelledPrediction[]): void {
    for (const one of recorded) this.metrics.count(one);
    this.follower.apply([...recorded, ...corrected]);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.polling.stop();
  }

  /** The next poll restores the window of a new version. */
  private follow(models: readonly ServedModel[]): void {
    const manifests = models.map(({ manifest }) => manifest);
    this.follower.followOnly(manifests);
    this.metrics.countOnly(manifests);
  }

  private async catchUp(): Promise<void> {
    await this.versions.record();
    await this.follower.catchUp();
  }

  private publish({ manifest, window }: Followed): void {
    const isEnough = window.rows >= manifest.windows.feedback.minimum;
    this.metrics.publish(manifest, window.rows, isEnough ? window.scores.quality() : {});
  }
}
