import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { PREDICT_CONFIG } from '../config.module.js';
import type { PredictConfig } from '../config.js';
import { ModelRegistry } from '../models/model-registry.js';
import { RetentionRepository } from './retention.repository.js';

const DAY_MS = 86_400_000;
const FIRST_RUN_MS = 60_000;
const PAUSE_MS = 600_000;
/** How long the curves of the monitoring go back. */
const EVALUATION_DAYS = 30;

/**
 * Removes predictions and feedback that are older than `PREDICT_LOG_RETENTION_DAYS`, and evaluations of the past, every
 * ten minutes.
 */
@Injectable()
export class RetentionService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Retention');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly repository: RetentionRepository,
    private readonly registry: ModelRegistry,
    @Inject(PREDICT_CONFIG) private readonly config: PredictConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.schedule(FIRST_RUN_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** One round; an outage is told and left to the next. */
  async removeOld(): Promise<void> {
    const before = new Date(Date.now() - this.config.log.retentionDays * DAY_MS);
    const kept = this.registry.list().map(({ manifest: { name: model, version, windows } }) => {
      return { model, version, rows: windows.feedback.size };
    });
    try {
      const predictions = await this.repository.deletePredictions(before);
      await this.repository.deleteShadowOutcomes(before);
      const feedback = await this.repository.deleteFeedback(before, kept);
      await this.repository.deleteEvaluations(new Date(Date.now() - EVALUATION_DAYS * DAY_MS));
      if (predictions + feedback === 0) return;
      this.logger.log(
        `Removed ${predictions} predictions and ${feedback} labels from before ${before.toISOString()}`,
      );
    } catch (error) {
      this.logger.warn(`Old predictions could not be removed: ${(error as Error).message}`);
    }
  }

  private schedule(delayMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.removeOld().finally(() => this.schedule(PAUSE_MS));
    }, delayMs).unref();
  }
}
