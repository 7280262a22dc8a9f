import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { versionOf } from '../../models/manifest/index.js';
import { compare } from './comparison.js';
import { ShadowMetrics } from './shadow-metrics.js';
import { ShadowRepository } from './shadow.repository.js';
import { ShadowRunner } from './shadow-runner.js';
import type { Trial } from './trial.js';

const ROUND_MS = 2_000;

/**
 * Keeps what challengers predicted in the database, and compares them there with their champions over the same labelled
 * rows: every replica tells the same numbers, also after a restart. An outage leaves the numbers as they were.
 */
@Injectable()
export class ShadowMonitor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Shadow');
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private failing = false;
  private stopped = false;

  constructor(
    private readonly runner: ShadowRunner,
    private readonly repository: ShadowRepository,
    private readonly metrics: ShadowMetrics,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
    await this.save().catch(() => undefined);
  }

  private schedule(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.round = this.once().finally(() => this.schedule());
    }, ROUND_MS).unref();
  }

  private async once(): Promise<void> {
    try {
      await this.save();
      for (const trial of this.runner.current.values()) await this.compare(trial);
      if (this.failing) this.logger.log('Challengers are compared again');
      this.failing = false;
    } catch (error) {
      if (!this.failing) this.logger.warn(`Challengers cannot be compared: ${(error as Error).message}`);
      this.failing = true;
    }
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
    this.metrics.compared(versionOf(challenger), compare(champion, counts));
  }
}
