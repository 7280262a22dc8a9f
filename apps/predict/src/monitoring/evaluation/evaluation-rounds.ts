import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import { PredictDatabase } from '../../database/index.js';
import { type Manifest, versionKey, versionOf } from '../../models/manifest/index.js';
import type { WatchedVersion } from './evaluation-messages.js';
import { EvaluationReport } from './evaluation-report.js';
import { EvaluationThread, type RoundEnd } from './evaluation-thread.js';

/** So many intervals without a word of the evaluating replica, and another one may evaluate. */
const SILENT_INTERVALS = 3;

/** Has rounds made by the worker thread and tells what came of them. */
@Injectable()
export class EvaluationRounds {
  private readonly thread: EvaluationThread;
  /** The version that broke the last round; it comes last, so that it does not keep the others waiting. */
  private culprit: string | undefined;

  constructor(
    private readonly database: PredictDatabase,
    @Inject(PREDICT_CONFIG) private readonly config: PredictConfig,
    private readonly report: EvaluationReport,
  ) {
    this.thread = new EvaluationThread(config.monitoring.budgetMs);
  }

  /** One look at each of these versions, unless another replica evaluates them; never rejects. */
  async run(manifests: readonly Manifest[]): Promise<void> {
    const { intervalMs, budgetMs } = this.config.monitoring;
    const request = {
      databaseUrl: this.database.url,
      versions: this.inOrder(manifests),
      statementTimeoutMs: budgetMs,
      idleTimeoutMs: SILENT_INTERVALS * intervalMs + budgetMs,
    };
    const end = await this.thread.run(request, (report) => {
      if (report.type === 'evaluated' || report.type === 'failed') this.report.version(report);
    });
    this.culprit = culpritOf(end);
    this.report.round(end);
  }

  /** Ends the thread. */
  stop(): Promise<void> {
    return this.thread.stop();
  }

  private inOrder(manifests: readonly Manifest[]): WatchedVersion[] {
    const last = manifests.filter((manifest) => versionKey(versionOf(manifest)) === this.culprit);
    const first = manifests.filter((manifest) => versionKey(versionOf(manifest)) !== this.culprit);
    return [...first, ...last].map((manifest) => ({
      manifest,
      folder: join(this.config.models.dir, manifest.name, String(manifest.version)),
    }));
  }
}

function culpritOf(end: RoundEnd): string | undefined {
  if (end.type !== 'failed' || end.version === undefined) return undefined;
  return versionKey(end.version);
}
