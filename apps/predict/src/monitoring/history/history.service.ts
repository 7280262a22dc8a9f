import { Inject, Injectable } from '@nestjs/common';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import { DatabaseAvailability, DatabaseAway } from '../../database/index.js';
import { type ModelVersion, versionOf } from '../../models/manifest/index.js';
import { ModelRegistry } from '../../models/registry/index.js';
import { verdictSubjectOf } from '../verdict/index.js';
import { EventRepository } from './event.repository.js';
import { historySeries, type StoredHistory } from './history-answer.js';
import { type HistoryRange, historyRange } from './history-range.js';
import { HistoryUnavailable } from './history.errors.js';
import { HistoryRepository } from './history.repository.js';
import type { HistoryAnswer, HistoryQuery } from './history.schema.js';

/** Answers with the stored past of a version. */
@Injectable()
export class HistoryService {
  constructor(
    private readonly registry: ModelRegistry,
    private readonly history: HistoryRepository,
    private readonly events: EventRepository,
    private readonly database: DatabaseAvailability,
    @Inject(PREDICT_CONFIG) private readonly config: PredictConfig,
  ) {}

  /** @throws {ModelNotFound | ModelVersionNotFound | ModelUnavailable | ValidationFailed | HistoryUnavailable} */
  async answer(name: string, { version, ...asked }: HistoryQuery): Promise<HistoryAnswer> {
    const { manifest } = this.registry.get(name, version);
    const limits = {
      now: await this.orUnavailable(() => this.history.now()),
      intervalMs: this.config.monitoring.intervalMs,
    };
    const range = historyRange(asked, limits);
    const stored = await this.orUnavailable(() => this.read(versionOf(manifest), range));
    const { quality, ...series } = historySeries(range, stored);
    const metric = manifest.task === 'regression' ? 'mean_absolute_error' : 'f1';
    const registered = verdictSubjectOf(manifest).baseline;
    return { ...versionOf(manifest), ...series, quality: { metric, registered, ...quality } };
  }

  /** One query after the other, so that an answer holds one connection. */
  private async read(version: ModelVersion, range: HistoryRange): Promise<StoredHistory> {
    return {
      quality: await this.history.quality(version, range),
      columns: await this.history.columns(version, range),
      traffic: await this.history.traffic(version, range),
      events: await this.events.list(version.model, range),
    };
  }

  private async orUnavailable<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await this.database.attempt(work);
    } catch (error) {
      throw error instanceof DatabaseAway ? new HistoryUnavailable(error) : error;
    }
  }
}
