import { Inject, Injectable, Logger } from '@nestjs/common';
import { reasonOf } from '@plumbline/errors';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import { DatabaseAvailability, DatabaseAway } from '../../database/index.js';
import type { ServedModel } from '../../models/inference/index.js';
import { ModelRegistry } from '../../models/registry/index.js';
import { type EvaluationPoint, EvaluationStore, monitoringState } from '../evaluation/index.js';
import { verdictOf, verdictSubjectOf } from '../verdict/index.js';
import type { ModelReport, ReportSubject } from './text/index.js';

/** The length of the history. */
const PAST_S = 7 * 24 * 3_600;

/** Collects the content of a report; computes nothing. */
@Injectable()
export class ReportService {
  private readonly logger = new Logger('Report');

  constructor(
    private readonly registry: ModelRegistry,
    private readonly store: EvaluationStore,
    private readonly database: DatabaseAvailability,
    @Inject(PREDICT_CONFIG) private readonly config: PredictConfig,
  ) {}

  /**
   * The report of a version, by default of the champion. There is one also before the first evaluation.
   * @throws {ModelNotFound | ModelVersionNotFound | ModelUnavailable}
   */
  async report(model: string, version?: number): Promise<ModelReport> {
    const subject = subjectOf(this.registry.get(model, version));
    const monitoring = monitoringState(this.config);
    const empty = { ...subject, monitoring, verdict: null, evaluation: null };
    if (monitoring !== 'on') return { ...empty, history: [] };
    const history = await this.history(subject);
    const evaluation = this.store.latest(subject);
    if (evaluation === undefined) return { ...empty, history };
    return { ...empty, verdict: verdictOf(subject, evaluation), evaluation, history };
  }

  /** Null during an outage of the database: the latest evaluation is in memory and can be shown alone. */
  private async history(subject: ReportSubject): Promise<EvaluationPoint[] | null> {
    try {
      return await this.database.attempt(() => this.store.history(subject, PAST_S));
    } catch (error) {
      if (!(error instanceof DatabaseAway))
        this.logger.warn({
          message: 'The evaluation history cannot be read',
          model: subject.model,
          version: subject.version,
          error: reasonOf(error),
        });
      return null;
    }
  }
}

function subjectOf({ manifest, champion }: ServedModel): ReportSubject {
  const { name: model, version, description, features } = manifest;
  return {
    model,
    version,
    champion,
    description,
    ...verdictSubjectOf(manifest),
    features: Object.fromEntries(
      features.map(({ name, description: text = name, unit }) => [name, { description: text, unit }]),
    ),
  };
}
