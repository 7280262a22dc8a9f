import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import { Condition, RecurringTask } from '@plumbline/tasks';
import { versionOf } from '../../models/manifest/index.js';
import { compare } from './comparison.js';
import { ShadowMetrics } from './shadow-metrics.js';
import { ShadowRepository } from './shadow.repository.js';
import { ShadowRunner, type Trial } from './shadow-runner.js';

const INTERVAL_MS = 2_000;

/**
 * Saves the predictions of challengers in the database, and compares them there with those of their champions over the
 * same labelled rows. So every replica publishes the same numbers, also after a restart. During an outage the numbers
 * stay as they were.
 */
@Injectable()
export class ShadowMonitor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Shadow');
  private readonly outage = new Condition<unknown>({
    onBegin: (error) => this.logger.warn({ message: 'Cannot compare challengers', error: reasonOf(error) }),
    onEnd: () => this.logger.log('Compares challengers again'),
  });
  private readonly task = new RecurringTask({
    run: () => this.compareAll(),
    intervalMs: INTERVAL_MS,
    onError: (error) => this.outage.begin(error),
    onSuccess: () => this.outage.end(),
  });

  constructor(
    private readonly runner: ShadowRunner,
    private readonly repository: ShadowRepository,
    private readonly metrics: ShadowMetrics,
  ) {}

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
    await this.save().catch(() => undefined);
  }

  private async compareAll(): Promise<void> {
    await this.save();
    for (const trial of this.runner.current.values()) await this.compare(trial);
  }

  private async save(): Promise<void> {
    const outcomes = this.runner.takeOutcomes();
    if (outcomes.length === 0) return;
    try {
      await this.repository.save(outcomes);
    } catch (error) {
      this.runner.giveBack(outcomes);
      throw error;
    }
  }

  private async compare(trial: Trial): Promise<void> {
    const [champion, challenger] = [trial.champion.manifest, trial.challenger.manifest];
    const counts = await this.repository.counts({
      model: champion.name,
      champion: champion.version,
      challenger: challenger.version,
      size: champion.windows.feedback.size,
    });
    // The trial may have ended while the database was read.
    if (this.runner.current.get(champion.name)?.challenger !== trial.challenger) return;
    this.metrics.compared(versionOf(challenger), compare(champion, trial.shared, counts));
  }
}
