import { Inject, Injectable } from '@nestjs/common';
import { type Issue, ValidationFailed } from '@plumbline/errors';
import { PREDICT_CONFIG, type PredictConfig } from '../config/index.js';
import { type ModelVersion, versionKey } from '../models/manifest/index.js';
import { ModelVersionNotFound } from '../models/repository/index.js';
import { QualityMonitor, type VersionTask, VersionTasks } from '../monitoring/performance/index.js';
import { checkFeedback } from './feedback-check.js';
import { whileAvailable } from './feedback-outage.js';
import { FeedbackWriter } from './feedback-writer.js';
import type { Feedback, FeedbackAnswer } from './feedback.schema.js';
import type { KnownPrediction, LabelStatus, PlacedLabel } from './labels.js';
import { PredictionFinder } from './prediction-finder.js';

/** Takes the truth about predictions: durable when acknowledged, counted once, corrected by another value. */
@Injectable()
export class FeedbackService {
  constructor(
    private readonly finder: PredictionFinder,
    private readonly versions: VersionTasks,
    private readonly writer: FeedbackWriter,
    private readonly quality: QualityMonitor,
    @Inject(PREDICT_CONFIG) private readonly config: PredictConfig,
  ) {}

  /** @throws {ValidationFailed | PredictionNotFound | FeedbackUnavailable} */
  async accept(feedback: Feedback): Promise<FeedbackAnswer> {
    const [answer] = await this.acceptAll([feedback], () => []);
    return answer!;
  }

  /** All of the batch or nothing. @throws {ValidationFailed | PredictionNotFound | FeedbackUnavailable} */
  acceptBatch(feedback: readonly Feedback[]): Promise<FeedbackAnswer[]> {
    const { maxBatchRows } = this.config;
    if (feedback.length > maxBatchRows) {
      throw new ValidationFailed([
        { path: ['feedback'], message: `must have at most ${maxBatchRows} items` },
      ]);
    }
    return this.acceptAll(feedback, (index) => ['feedback', index]);
  }

  private async acceptAll(
    feedback: readonly Feedback[],
    pathOf: (index: number) => Issue['path'],
  ): Promise<FeedbackAnswer[]> {
    const predictions = await this.finder.find(feedback.map(({ prediction_id: id }) => id));
    const versionOf = await this.versionsOf(predictions.values());
    const labels = await this.writer.save(checkFeedback(feedback, { predictions, versionOf }, pathOf));
    const withStatus = (status: LabelStatus) => labels.filter((label) => label.status === status);
    this.quality.labelled(withStatus('recorded'), withStatus('corrected'));
    return labels.map((label) => answerOf(label, versionOf(label)));
  }

  /** What the versions of these predictions predict, also of those that are not served any more. */
  private async versionsOf(predictions: Iterable<KnownPrediction>) {
    const known = new Map<string, VersionTask>();
    for (const prediction of predictions) {
      const key = versionKey(prediction);
      if (known.has(key)) continue;
      const task = await whileAvailable(() => this.versions.find(prediction));
      if (task === undefined) throw new ModelVersionNotFound(prediction.model, prediction.version);
      known.set(key, task);
    }
    return (version: ModelVersion) => known.get(versionKey(version))!;
  }
}

function answerOf({ id, model, version, predicted, actual, status }: PlacedLabel, { task }: VersionTask) {
  const valueOf = task === 'regression' ? Number : String;
  return {
    prediction_id: id,
    model,
    version,
    prediction: valueOf(predicted),
    actual: valueOf(actual),
    status,
  };
}
