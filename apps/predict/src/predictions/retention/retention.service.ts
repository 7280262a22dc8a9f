import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import { type Metric, MetricSet } from '@plumbline/metrics';
import { Condition, RecurringTask } from '@plumbline/tasks';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import { versionOf } from '../../models/manifest/index.js';
import { ModelRegistry } from '../../models/registry/index.js';
import { HistoryRetention } from './history-retention.js';
import {
  type Backlog,
  type GuardedTable,
  type KeptFeedback,
  RetentionRepository,
} from './retention.repository.js';

const FIRST_DELAY_MS = 60_000;
const INTERVAL_MS = 600_000;
/** How far the history of evaluations and traffic reaches back, and how far by the minute. */
const HISTORY_DAYS = 90;
const FINE_HISTORY_DAYS = 2;

/** Older rows are deleted. */
interface Limits {
  readonly log: Date;
  readonly history: Date;
  readonly fineHistory: Date;
  readonly audit: Date;
}

/**
 * Every ten minutes, drops the partitions of predictions and deletes feedback older than `PREDICT_LOG_RETENTION_DAYS`, past
 * evaluations and traffic, of which it keeps a value for each quarter of an hour first, and events of the audit trail older than `PREDICT_AUDIT_RETENTION_DAYS`, and creates the partitions of the coming
 * days. The clock of the database decides. Because that may be wrong too, a round that would delete more than
 * `PREDICT_LOG_RETENTION_MAX_PERCENT` of a table deletes nothing. Rows that have been too old for less than an hour are
 * deleted whatever their share, so a clock that is less than an hour fast is not noticed. `evaluations`, with one row per
 * version, traffic and the small audit trail are not counted: they follow the other tables.
 */
@Injectable()
export class RetentionService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Retention');
  private readonly stopped: Metric<'retention_stopped'>;
  private readonly guards = new Map<GuardedTable, Condition<Backlog & { readonly before: Date }>>();
  private readonly task = new RecurringTask({
    run: () => this.runRound(),
    firstDelayMs: FIRST_DELAY_MS,
    intervalMs: INTERVAL_MS,
    onError: (error) =>
      this.logger.warn({ message: 'Cannot delete old predictions', error: reasonOf(error) }),
  });

  constructor(
    private readonly repository: RetentionRepository,
    private readonly history: HistoryRetention,
    private readonly registry: ModelRegistry,
    metrics: MetricSet,
    @Inject(PREDICT_CONFIG) private readonly config: PredictConfig,
  ) {
    this.stopped = metrics.get('retention_stopped');
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.task.stop();
  }

  /** Runs one round. A failure is logged and left to the next round. */
  removeOld(): Promise<void> {
    return this.task.runNow();
  }

  private async runRound(): Promise<void> {
    try {
      await this.deleteDue();
    } finally {
      // Last, so that a full volume does not keep partitions from being dropped.
      await this.repository.createPartitions();
    }
  }

  private async deleteDue(): Promise<void> {
    const limits = {
      log: await this.repository.daysAgo(this.config.log.retentionDays),
      history: await this.repository.daysAgo(HISTORY_DAYS),
      fineHistory: await this.repository.daysAgo(FINE_HISTORY_DAYS),
      audit: await this.repository.daysAgo(this.config.audit.retentionDays),
    };
    const kept = this.windows();
    const allowed = [
      await this.isWithinBound('predictions', limits.log),
      await this.isWithinBound('shadow_outcomes', limits.log),
      await this.isWithinBound('feedback', limits.log, kept),
      await this.isWithinBound('evaluation_history', limits.history),
    ];
    if (allowed.every(Boolean)) await this.delete(limits, kept);
  }

  private windows(): KeptFeedback[] {
    return this.registry
      .list()
      .map(({ manifest }) => ({ ...versionOf(manifest), rows: manifest.windows.feedback.size }));
  }

  private async delete(
    { log: before, history, fineHistory, audit }: Limits,
    kept: readonly KeptFeedback[],
  ): Promise<void> {
    const deleted = {
      predictionPartitions: await this.repository.dropPartitions(before),
      predictions: await this.repository.deletePredictions(before),
      shadowOutcomes: await this.repository.deleteShadowOutcomes(before),
      feedback: await this.repository.deleteFeedback(before, kept),
      evaluations: await this.repository.deleteEvaluations(history),
      coarsenedEvaluations: await this.history.coarsenEvaluations(fineHistory),
      coarsenedTraffic: await this.history.coarsenTraffic(fineHistory),
      traffic: await this.history.delete(history),
      auditEvents: await this.repository.deleteAuditEvents(audit),
    };
    if (Object.values(deleted).every((rows) => rows === 0)) return;
    this.logger.log({ message: 'Deleted old rows', ...deleted, before, historyBefore: history });
  }

  private async isWithinBound(
    table: GuardedTable,
    before: Date,
    kept?: readonly KeptFeedback[],
  ): Promise<boolean> {
    const backlog = await this.repository.backlog(table, before, kept);
    const exceeded = backlog.due * 100 > backlog.total * this.config.log.retentionMaxPercent;
    this.stopped.set({ table }, Number(exceeded));
    if (exceeded) this.guardOf(table).begin({ ...backlog, before });
    else this.guardOf(table).end();
    return !exceeded;
  }

  private guardOf(table: GuardedTable): Condition<Backlog & { readonly before: Date }> {
    const known = this.guards.get(table);
    if (known !== undefined) return known;
    const guard = new Condition<Backlog & { readonly before: Date }>({
      onBegin: ({ due, total, before }) =>
        this.logger.error({
          message:
            'Retention is stopped: a round would delete more of a table than PREDICT_LOG_RETENTION_MAX_PERCENT ' +
            'allows. If the clock of the database is right and the rows are to be deleted, set it to 100 until they are',
          table,
          percent: Math.round((due / total) * 100),
          before,
          maxPercent: this.config.log.retentionMaxPercent,
        }),
      onEnd: () => this.logger.log({ message: 'Retention continues', table }),
    });
    this.guards.set(table, guard);
    return guard;
  }
}
