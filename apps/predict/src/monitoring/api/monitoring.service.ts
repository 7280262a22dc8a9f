import { Inject, Injectable } from '@nestjs/common';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import { type Manifest, versionOf } from '../../models/manifest/index.js';
import { ModelRegistry } from '../../models/registry/index.js';
import { EvaluationStore, type ModelEvaluation, monitoringState } from '../evaluation/index.js';
import { driftAnswer, qualityAnswer } from './answers.js';
import { MonitoringOff, NotEvaluated } from './monitoring.errors.js';
import type { DriftAnswer, QualityAnswer } from './monitoring.schema.js';

/** Answers with the latest evaluation of a version; computes nothing. */
@Injectable()
export class MonitoringService {
  constructor(
    private readonly registry: ModelRegistry,
    private readonly store: EvaluationStore,
    @Inject(PREDICT_CONFIG) private readonly config: PredictConfig,
  ) {}

  /** @throws {ModelNotFound | ModelVersionNotFound | ModelUnavailable | MonitoringOff | NotEvaluated} */
  drift(model: string, version?: number): DriftAnswer {
    return driftAnswer(this.find(model, version).evaluation);
  }

  /** @throws {ModelNotFound | ModelVersionNotFound | ModelUnavailable | MonitoringOff | NotEvaluated} */
  quality(model: string, version?: number): QualityAnswer {
    const { manifest, evaluation } = this.find(model, version);
    return qualityAnswer(manifest, evaluation);
  }

  private find(name: string, number?: number): { manifest: Manifest; evaluation: ModelEvaluation } {
    const { manifest } = this.registry.get(name, number);
    const state = monitoringState(this.config);
    if (state !== 'on') throw new MonitoringOff(state);
    const evaluation = this.store.latest(versionOf(manifest));
    if (evaluation === undefined) {
      throw new NotEvaluated(versionOf(manifest), this.config.monitoring.intervalMs);
    }
    return { manifest, evaluation };
  }
}
