import { Injectable } from '@nestjs/common';
import type { Issue } from '@plumbline/errors';
import { type ModelVersion, versionKey } from '../models/manifest/index.js';
import { type OutcomeForm, outcomeFormOf, outcomeFormOfManifest } from '../models/outcomes/index.js';
import { ModelRegistry } from '../models/registry/index.js';
import { ModelVersionNotFound } from '../models/repository/index.js';
import { QualityMonitor } from '../monitoring/feedback-window/index.js';
import { FeedbackRepository } from './feedback.repository.js';
import type { Feedback, FeedbackAnswer } from './feedback.schema.js';
import { labelsOf, type StoredLabel } from './labels.js';
import { PredictionFinder } from './prediction-finder.js';

/** Stores feedback: durable when acknowledged, counted once, and corrected by another value. */
@Injectable()
export class FeedbackService {
  constructor(
    private readonly finder: PredictionFinder,
    private readonly registry: ModelRegistry,
    private readonly repository: FeedbackRepository,
    private readonly quality: QualityMonitor,
  ) {}

  /**
   * @param owner the subject whose predictions the feedback may be about; undefined for all.
   * @throws {ValidationFailed | PredictionNotFound | FeedbackUnavailable}
   */
  async accept(feedback: Feedback, owner: string | undefined): Promise<FeedbackAnswer> {
    const [answer] = await this.acceptAll([feedback], owner, () => []);
    if (answer === undefined) throw new Error('feedback was stored without an answer');
    return answer;
  }

  /** Stores the whole batch or nothing. @throws {ValidationFailed | PredictionNotFound | FeedbackUnavailable} */
  acceptBatch(feedback: readonly Feedback[], owner: string | undefined): Promise<FeedbackAnswer[]> {
    return this.acceptAll(feedback, owner, (index) => ['feedback', index]);
  }

  private async acceptAll(
    feedback: readonly Feedback[],
    owner: string | undefined,
    pathOf: (index: number) => Issue['path'],
  ): Promise<FeedbackAnswer[]> {
    const predictions = await this.finder.find(
      feedback.map(({ prediction_id: id }) => id),
      owner,
    );
    const formOf = await this.formsOf(predictions.values());
    const labels = await this.repository.save(labelsOf(feedback, { predictions, formOf }, pathOf));
    const withStatus = (status: StoredLabel['status']) => labels.filter((label) => label.status === status);
    this.quality.labelled(withStatus('recorded'), withStatus('corrected'));
    return labels.map((label) => answerOf(label, formOf(label)));
  }

  /** The forms of the outcomes of the versions that made these predictions, also of versions that are no longer served. */
  private async formsOf(
    predictions: Iterable<ModelVersion>,
  ): Promise<(version: ModelVersion) => OutcomeForm> {
    const versions = new Map([...predictions].map((version) => [versionKey(version), version]));
    const forms = new Map<string, OutcomeForm>();
    for (const [key, version] of versions) {
      const form = await this.formOf(version);
      if (form !== undefined) forms.set(key, form);
    }
    return (version) => {
      const form = forms.get(versionKey(version));
      if (form === undefined) throw new ModelVersionNotFound(version.model, version.version);
      return form;
    };
  }

  private async formOf(version: ModelVersion): Promise<OutcomeForm | undefined> {
    const served = this.registry.find(version);
    if (served !== undefined) return outcomeFormOfManifest(served.manifest);
    const kind = await this.repository.kindOf(version);
    return kind && outcomeFormOf(kind);
  }
}

function answerOf(
  { id, model, version, predicted, actual, status }: StoredLabel,
  form: OutcomeForm,
): FeedbackAnswer {
  return {
    prediction_id: id,
    model,
    version,
    prediction: form.toJson(form.ofText(predicted)),
    actual: form.toJson(form.ofText(actual)),
    ...(form.read(form.toJson(form.ofText(actual))).problem !== undefined && {
      unknown_class: true as const,
    }),
    status,
  };
}
