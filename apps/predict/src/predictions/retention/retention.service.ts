import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { type Metric, MetricSet } from '@plumbline/metrics';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import { versionOf } from '../../models/manifest/index.js';
import { ModelRegistry } from '../../models/registry/index.js';
import { type GuardedTable, type KeptFeedback, RetentionRepository } from './retention.repository.js';

const FIRST_RUN_MS = 60_000;
const PAUSE_MS = 600_000;
/** How long the curves of the monitoring go back. */
const EVALUATION_DAYS = 30;

/** The moments before which rows are too old. */
interface Limits {
  readonly log: Date;
  readonly evaluations: Date;
}

/**
 * Removes predictions and feedback that are older than `PREDICT_LOG_RETENTION_DAYS`, and evaluations of the past, every
 * ten minutes. The clock of the database decides. Since that may be wrong too, a round that would delete more than
 * `PREDICT_LOG_RETENTION_MAX_PERCENT` of a table deletes nothing. Rows that have been too old for less than an hour are
 * deleted whatever their share is, so a clock that is less than an hour ahead is not noticed. `evaluations`, a row for
 * each version, is not counted: it goes with `evaluation_history`.
 */
@Injectable()
export class RetentionService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Retention');
  private readonly stopped: Metric<'retention_stopped'>;
  private readonly reported = new Set<GuardedTable>();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private closing = false;

  constructor(
    private readonly repository: RetentionRepository,
    private readonly registry: ModelRegistry,
    metrics: MetricSet,
    @Inject(PREDICT_CONFIG) private readonly config: PredictConfig,
  ) {
    this.stopped = metrics.get('retention_stopped');
  }

  onApplicationBootstrap(): void {
    this.schedule(FIRST_RUN_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** One round; an outage is logged and left to the next. */
  async removeOld(): Promise<void> {
    try {
      const limits = {
        log: await this.repository.daysAgo(this.config.log.retentionDays),
        evaluations: await this.repository.daysAgo(EVALUATION_DAYS),
      };
      const kept = this.windows();
      const allowed = [
        await this.isWithinBound('predictions', limits.log),
        await this.isWithinBound('shadow_outcomes', limits.log),
        await this.isWithinBound('feedback', limits.log, kept),
        await this.isWithinBound('evaluation_history', limits.evaluations),
      ];
      if (allowed.every(Boolean)) await this.remove(limits, kept);
    } catch (error) {
      this.logger.warn(`Old predictions could not be removed: ${(error as Error).message}`);
    }
  }

  private windows(): KeptFeedback[] {
    return this.registry
      .list()
      .map(({ manifest }) => ({ ...versionOf(manifest), rows: manifest.windows.feedback.size }));
  }

  private async remove({ log: before, evaluations }: Limits, kept: readonly KeptFeedback[]): Promise<void> {
    const predictions = await this.repository.deletePredictions(before);
    const outcomes = await this.repository.deleteShadowOutcomes(before);
    const feedback = await this.repository.deleteFeedback(before, kept);
    const past = await this.repository.deleteEvaluations(evaluations);
    if (predictions + outcomes + feedback + past === 0) return;
    this.logger.log(
      `Removed ${predictions} predictions, ${outcomes} of challengers, and ${feedback} labels from before ` +
        `${before.toISOString()}, and ${past} evaluations from before ${evaluations.toISOString()}`,
    );
  }

  /** Reports once when a table begins to exceed the bound, and once when it no longer does. */
  private async isWithinBound(
    table: GuardedTable,
    before: Date,
    kept?: readonly KeptFeedback[],
  ): Promise<boolean> {
    const { due, total } = await this.repository.backlog(table, before, kept);
    const { retentionMaxPercent: maxPercent } = this.config.log;
    const exceeded = due * 100 > total * maxPercent;
    this.stopped.set({ table }, Number(exceeded));
    if (exceeded && !this.reported.has(table)) {
      this.logger.error(
        `Retention is stopped: a round would delete ${due} of ${total} rows of predict.${table}, those from before ` +
          `${before.toISOString()} by the clock of the database; PREDICT_LOG_RETENTION_MAX_PERCENT is ${maxPercent}. ` +
          `If that clock is right and the rows are to go, set it to 100 until they are deleted`,
      );
      this.reported.add(table);
    }
    if (!exceeded && this.reported.delete(table)) this.logger.log(`Retention of predict.${table} goes on`);
    return !exceeded;
  }

  private schedule(delayMs: number): void {
    if (this.closing) return;
    this.timer = setTimeout(() => {
      this.running = this.removeOld().finally(() => this.schedule(PAUSE_MS));
    }, delayMs).unref();
  }
}
