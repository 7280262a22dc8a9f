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
import { type Manifest, versionKey, versionOf } from '../../models/manifest/index.js';
import { ModelRegistry } from '../../models/registry/index.js';
import { EvaluationLog } from './evaluation-log.js';
import { EvaluationStore } from './evaluation-store.js';
import { EvaluationThread } from './evaluation-thread.js';
import type { RoundRequest } from './evaluation-worker.js';
import { roundBudgetMs } from './window-values.js';

/** Long enough that a service that is stopped immediately does not start a thread. */
const FIRST_ROUND_MS = 1_000;

/** After so many intervals without a statement, another replica may evaluate. */
const SILENT_INTERVALS = 3;

/** On a machine that is slow for a while, a version that did not end in time has twice the time, up to so many times. */
const MOST_PATIENCE = 8;

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
  /** How often in a row rounds failed during a version. Those that failed most come last, so that they do not delay the others. */
  private readonly failures = new Map<string, number>();

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
      this.failures.delete(versionKey(report));
      this.log.versionReported(report);
    });
    if (end.type === 'failed' && end.version) {
      const key = versionKey(end.version);
      this.failures.set(key, (this.failures.get(key) ?? 0) + 1);
    }
    this.log.roundEnded(end);
    if (!signal.aborted) await this.publish();
  }

  private request(): RoundRequest {
    const { intervalMs } = this.config.monitoring;
    const failuresOf = (manifest: Manifest) => this.failures.get(versionKey(versionOf(manifest))) ?? 0;
    const manifests = this.manifests().sort((one, other) => failuresOf(one) - failuresOf(other));
    const patience = Math.min(MOST_PATIENCE, 2 ** Math.max(0, ...manifests.map(failuresOf)));
    const budgetMs = patience * roundBudgetMs(manifests, this.config.monitoring.budgetMs);
    return {
      databaseUrl: this.database.url,
      versions: manifests.map((manifest) => ({
        manifest,
        folder: join(this.config.models.dir, manifest.name, String(manifest.version)),
      })),
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
