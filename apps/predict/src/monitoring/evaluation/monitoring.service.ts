import { Inject, Injectable } from '@nestjs/common';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import { ModelRegistry } from '../../models/registry/index.js';
import type { Manifest } from '../../models/manifest/index.js';
import { EvaluationStore } from './evaluation-store.js';
import type { ModelEvaluation } from './model-evaluation.js';
import { MonitoringOff, NotEvaluated } from './monitoring.errors.js';
import type { DriftAnswer, QualityAnswer } from './monitoring.schema.js';
import { monitoringState } from './monitoring-state.js';
import { withCoverage } from './score-coverage.js';
import { snakeCased } from './snake-case.js';

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
    const { evaluation } = this.find(model, version);
    const { predictions: window, profile, drift } = evaluation;
    return { ...headOf(evaluation), ...snakeCased({ profile, window, drift }) };
  }

  /** @throws {ModelNotFound | ModelVersionNotFound | ModelUnavailable | MonitoringOff | NotEvaluated} */
  quality(model: string, version?: number): QualityAnswer {
    const { manifest, evaluation } = this.find(model, version);
    const { feedback: window, estimatedF1, estimateWarnings = [] } = evaluation;
    const { f1_average: average, positive_class: positiveClass } = manifest;
    const quality = withCoverage(evaluation.quality, { average, positiveClass });
    return {
      ...headOf(evaluation),
      f1_average: average,
      ...snakeCased({ window, quality, estimatedF1 }),
      estimated_f1_warnings: [...estimateWarnings],
    };
  }

  private find(name: string, number?: number): { manifest: Manifest; evaluation: ModelEvaluation } {
    const { manifest } = this.registry.get(name, number);
    const state = monitoringState(this.config);
    if (state !== 'on') throw new MonitoringOff(state);
    const evaluation = this.store.latest(name, manifest.version);
    if (evaluation === undefined) {
      throw new NotEvaluated(name, manifest.version, this.config.monitoring.intervalMs);
    }
    return { manifest, evaluation };
  }
}

function headOf({ model, version, evaluatedAt, durationMs }: ModelEvaluation) {
  return { model, version, ...snakeCased({ evaluatedAt, durationMs }) };
}
