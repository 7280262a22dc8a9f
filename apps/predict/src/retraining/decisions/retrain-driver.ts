import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { type Airflow, AirflowApi } from '../airflow/index.js';
import { Heartbeat } from './heartbeat.js';
import { isStarting } from './retrain-policy.js';
import { RetrainMetrics } from './retrain-metrics.js';
import { takeStep } from './retrain-step.js';
import { type OpenRetrain, RetrainRepository } from './retrain.repository.js';
import { RetrainingSettings } from './retraining-settings.js';

/** Without a retraining under way a minute is soon enough to see that the DAG was paused. */
const PAUSED_EVERY_MS = 60_000;

/**
 * Carries out what was decided: starts the runs, follows them to their end, and publishes where they stand. One replica
 * at a time does it; the others only publish.
 */
@Injectable()
export class RetrainDriver implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Retraining');
  private readonly airflow: Airflow | undefined;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;
  private failing = false;
  private pausedAskedAtMs = -Infinity;

  constructor(
    private readonly repository: RetrainRepository,
    private readonly settings: RetrainingSettings,
    private readonly metrics: RetrainMetrics,
    private readonly heartbeat: Heartbeat,
  ) {
    this.airflow = settings.airflow && AirflowApi.connect(settings.airflow, metrics);
  }

  onApplicationBootstrap(): void {
    this.schedule(0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private schedule(delayMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.turn().finally(() => this.schedule(this.settings.pollMs));
    }, delayMs).unref();
  }

  /** An outage of the database is told when it begins and when it ends. */
  private async turn(): Promise<void> {
    try {
      const { airflow } = this;
      if (airflow !== undefined) {
        if (performance.now() >= this.pausedAskedAtMs + PAUSED_EVERY_MS) await this.askPaused(airflow);
        await this.repository.alone(() => this.advance(airflow));
      }
      const now = await this.repository.now();
      await this.heartbeat.publish(now);
      this.metrics.publish(await this.repository.status(), this.settings.limits, now);
      if (this.failing) this.logger.log('Retraining goes on');
      this.failing = false;
    } catch (error) {
      // Without an Airflow nothing waits but the gauges, whose database others tell of.
      if (!this.failing && this.airflow !== undefined) {
        this.logger.warn(`Retraining waits: ${(error as Error).message}`);
        this.failing = true;
      }
    }
  }

  private async advance(airflow: Airflow): Promise<void> {
    const { settings, metrics } = this;
    const { defaultModel } = settings;
    const open = await this.repository.open(isStarting(settings.limits));
    if (open.length > 0) await this.askPaused(airflow);
    for (const retrain of open) {
      if (this.stopped) return;
      const change = await takeStep(retrain, { airflow, metrics, defaultModel });
      await this.repository.change(retrain.id, change);
      this.tell(retrain, change.state, change.reason);
      if (change.unavailable === true) return this.repository.rest(change.pauseS ?? 0);
    }
  }

  /** A paused DAG is better known before a model has to be retrained. */
  private async askPaused(airflow: Airflow): Promise<void> {
    this.pausedAskedAtMs = performance.now();
    this.metrics.dagPaused(await airflow.isPaused().catch(() => undefined));
  }

  private tell({ dagRunId, state: before }: OpenRetrain, state: string, reason: string | null): void {
    const why = reason === null ? '' : `: ${reason}`;
    if (state !== before) this.logger.log(`${dagRunId} is ${state}${why}`);
    else if (reason !== null) this.logger.warn(`${dagRunId} is still ${state}${why}`);
  }
}
