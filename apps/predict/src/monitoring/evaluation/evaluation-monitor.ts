import { join } from 'node:path';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import { RecurringTask } from '@plumbline/tasks';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import { PredictDatabase } from '../../database/index.js';
import { type Manifest, versionOf } from '../../models/manifest/index.js';
import { ModelRegistry } from '../../models/registry/index.js';
import { EvaluationLog } from './evaluation-log.js';
import { EvaluationStore } from './evaluation-store.js';
import { EvaluationThread } from './evaluation-thread.js';
import type { RoundRequest } from './evaluation-worker.js';
import { Patience } from './patience.js';

/** Long enough that a service that is stopped immediately does not start a thread. */
const FIRST_ROUND_MS = 1_000;

/** After so many intervals without a statement, another replica may evaluate. */
const SILENT_INTERVALS = 3;

/** `on`, or why evaluation is off. */
export function monitoringState({ monitoring, log }: PredictConfig): string {
  if (!monitoring.enabled) return 'PREDICT_MONITORING is off.';
  if (!log.enabled) return 'PREDICT_LOG is off, so there are no predictions to evaluate.';
  return 'on';
}

/**
 * Evaluates the served versions periodically, and publishes the evaluations in the database, whichever replica made
 * them. The stored ones are published before the service is ready.
 */
@Injectable()
export class EvaluationMonitor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly thread = new EvaluationThread();
  private readonly rounds: RecurringTask;
  private readonly patience = new Patience();

  constructor(
    private readonly registry: ModelRegistry,
    private readonly database: PredictDatabase,
    private readonly store: EvaluationStore,
    private readonly log: EvaluationLog,
    @Inject(PREDICT_CONFIG) private readonly config: PredictConfig,
  ) {
    const { intervalMs } = config.monitoring;
    this.rounds = new RecurringTask({
      run: (signal) => this.evaluate(signal),
      intervalMs,
      firstDelayMs: Math.min(FIRST_ROUND_MS, intervalMs),
      measuredFrom: 'start',
      onError: (error) => this.log.roundEnded({ type: 'failed', reason: 'crash', message: reasonOf(error) }),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    const state = monitoringState(this.config);
    if (state !== 'on') {
      return new Logger('Monitoring').warn({ message: 'Evaluation is off', reason: state });
    }
    this.registry.onChange(() => this.follow());
    this.follow();
    await this.publish();
    this.rounds.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    const stopping = this.rounds.stop();
    await this.thread.stop();
    await stopping;
  }

  private manifests(): Manifest[] {
    return this.registry.list().map(({ manifest }) => manifest);
  }

  private follow(): void {
    const versions = this.manifests().map(versionOf);
    this.store.follow(versions);
    this.log.follow(versions);
  }

  private async evaluate(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const end = await this.thread.run(this.request(), (report) => {
      if (report.type !== 'evaluated' && report.type !== 'failed') return;
      this.patience.ended(report);
      this.log.versionReported(report);
    });
    if (end.type === 'failed' && end.version) this.patience.failed(end.version);
    this.log.roundEnded(end);
    if (!signal.aborted) await this.publish();
  }

  private request(): RoundRequest {
    const { intervalMs, budgetMs: usualMs } = this.config.monitoring;
    const versions = this.patience.inOrder(this.manifests()).map((manifest) => ({
      manifest,
      folder: join(this.config.models.dir, manifest.name, String(manifest.version)),
      budgetMs: this.patience.budgetMs(manifest, usualMs),
    }));
    const budgetMs = Math.max(usualMs, ...versions.map((version) => version.budgetMs));
    return {
      databaseUrl: this.database.url,
      versions,
      budgetMs,
      idleTimeoutMs: SILENT_INTERVALS * intervalMs + budgetMs,
    };
  }

  /** Publishes the evaluations that changed in the database. During an outage the last values stay. */
  private async publish(): Promise<void> {
    try {
      await this.store.refresh();
      this.log.read();
    } catch (error) {
      this.log.notRead(error);
    }
  }
}
