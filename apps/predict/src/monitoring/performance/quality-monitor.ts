import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { versionOf, versionText } from '../../models/manifest/index.js';
import { ModelRegistry, type ServedModel } from '../../models/registry/index.js';
import { type Followed, FeedbackFollower } from './feedback-follower.js';
import type { LabelledPrediction } from './labelled-prediction.js';
import { OutcomeCounter } from './outcome-counter.js';
import { QualityGauges } from './quality-gauges.js';
import { QualityRepository } from './quality.repository.js';
import { VersionTasks } from './version-tasks.js';

/** Feedback that another replica accepted shows here after at most about this long. */
const POLL_MS = 1_000;

/** Publishes the quality of every served version over its feedback window, also after a restart. */
@Injectable()
export class QualityMonitor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Quality');
  private readonly follower: FeedbackFollower;
  private timer: NodeJS.Timeout | undefined;
  private polling: Promise<void> = Promise.resolve();
  private failing = false;
  private stopped = false;

  constructor(
    private readonly registry: ModelRegistry,
    repository: QualityRepository,
    private readonly gauges: QualityGauges,
    private readonly outcomes: OutcomeCounter,
    private readonly versions: VersionTasks,
  ) {
    this.follower = new FeedbackFollower(repository, {
      onChange: (followed) => this.publish(followed),
      onLost: (manifest, changes) =>
        this.logger.warn(
          `The database has lost the last ${changes} changes to the feedback of ${versionText(versionOf(manifest))}, as after a ` +
            `failover or a restore; its window is read again. Counters such as prediction_outcomes_total keep them`,
        ),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.registry.onChange((models) => this.follow(models));
    this.follow(this.registry.list());
    await this.poll();
  }

  /** New rows that were committed here, and corrections of old ones. */
  labelled(recorded: readonly LabelledPrediction[], corrected: readonly LabelledPrediction[]): void {
    for (const one of recorded) this.outcomes.add(one);
    this.follower.apply([...recorded, ...corrected]);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.polling;
  }

  /** The window of a version that came is restored by the next poll. */
  private follow(models: readonly ServedModel[]): void {
    const manifests = models.map(({ manifest }) => manifest);
    this.follower.followOnly(manifests);
    this.outcomes.countOnly(manifests);
  }

  private async poll(): Promise<void> {
    this.polling = this.catchUp();
    await this.polling;
    if (!this.stopped) this.timer = setTimeout(() => void this.poll(), POLL_MS).unref();
  }

  /** An outage leaves the last known values; it is told when it begins and when it ends. */
  private async catchUp(): Promise<void> {
    try {
      await this.versions.record();
      await this.follower.catchUp();
      if (this.failing) this.logger.log('The quality windows follow the feedback again');
      this.failing = false;
    } catch (error) {
      if (!this.failing) {
        this.logger.warn(`The quality windows cannot follow the feedback: ${(error as Error).message}`);
      }
      this.failing = true;
    }
  }

  private publish({ manifest, window }: Followed): void {
    const enough = window.rows >= manifest.windows.feedback.minimum;
    this.gauges.publish(versionOf(manifest), window.rows, enough ? window.quality() : {});
  }
}
