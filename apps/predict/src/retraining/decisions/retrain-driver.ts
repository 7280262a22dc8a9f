import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import { Condition, RecurringTask } from '@plumbline/tasks';
import type { Airflow } from '../airflow/index.js';
import { AirflowConnection } from './airflow-connection.js';
import { RetrainMetrics } from './retrain-metrics.js';
import { advance } from './retrain-step.js';
import { type OpenRetrain, RetrainRepository, type RetrainUpdate } from './retrain.repository.js';
import { RetrainingSettings } from './retraining-settings.js';

/** Without a retraining under way, this is often enough to see that the DAG was paused. */
const PAUSED_CHECK_MS = 60_000;

/**
 * Carries out decisions: starts the DAG runs, follows them to their end, and publishes their state. One replica at a
 * time starts and follows; every replica publishes.
 */
@Injectable()
export class RetrainDriver implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Retraining');
  private readonly airflow: Airflow | undefined;
  private readonly outage = new Condition<unknown>({
    onBegin: (error) =>
      this.logger.warn({ message: 'Retraining waits for the database', error: reasonOf(error) }),
    onEnd: () => this.logger.log('Retraining continues'),
  });
  private readonly pausedCheck: RecurringTask;
  private readonly task: RecurringTask;

  constructor(
    private readonly repository: RetrainRepository,
    private readonly settings: RetrainingSettings,
    private readonly metrics: RetrainMetrics,
    { airflow }: AirflowConnection,
  ) {
    this.airflow = airflow;
    this.pausedCheck = new RecurringTask({
      run: async () => this.metrics.setDagPaused(await this.airflow?.isPaused()),
      intervalMs: PAUSED_CHECK_MS,
      firstDelayMs: 0,
      onError: () => this.metrics.setDagPaused(undefined),
    });
    this.task = new RecurringTask({
      run: (signal) => this.runOnce(signal),
      intervalMs: settings.pollMs,
      firstDelayMs: 0,
      // Without Airflow nothing waits but the gauges; the outage is reported elsewhere.
      onError: (error) => this.airflow && this.outage.begin(error),
      onSuccess: () => this.outage.end(),
    });
  }

  onApplicationBootstrap(): void {
    if (this.airflow !== undefined) this.pausedCheck.start();
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.pausedCheck.stop(), this.task.stop()]);
  }

  private async runOnce(signal: AbortSignal): Promise<void> {
    const { airflow } = this;
    if (airflow !== undefined) await this.repository.alone(() => this.advanceOpen(airflow, signal));
    const now = await this.repository.now();
    this.metrics.publish(await this.repository.status(), this.settings.limits, now);
  }

  private async advanceOpen(airflow: Airflow, signal: AbortSignal): Promise<void> {
    const { settings, metrics } = this;
    const { defaultModel } = settings;
    const open = await this.repository.open(settings.startsRuns);
    if (open.length > 0) await this.pausedCheck.runNow();
    for (const retrain of open) {
      if (signal.aborted) return;
      const update = await advance(retrain, { airflow, metrics, defaultModel });
      await this.repository.update(retrain.id, update);
      this.report(retrain, update);
      if (update.unavailable === true) return this.repository.postpone(update.pauseS ?? 0);
    }
  }

  private report({ dagRunId, state: before }: OpenRetrain, { state, reason }: RetrainUpdate): void {
    const fields = { dagRunId, state, ...(reason !== null && { reason }) };
    if (state !== before) this.logger.log({ message: 'Retraining changed its state', ...fields });
    else if (reason !== null) this.logger.warn({ message: 'Retraining does not proceed', ...fields });
  }
}
