import { Inject, Injectable } from '@nestjs/common';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import type { AirflowOptions } from '../airflow/index.js';
import type { RetrainLimits } from './retrain-policy.js';
import { RetrainingNotConfigured } from './retraining.errors.js';

const AIRFLOW_TIMEOUT_MS = 5_000;

/** The operator's settings for retraining. */
@Injectable()
export class RetrainingSettings {
  readonly limits: RetrainLimits;
  /** Names of the alerts that lead to retraining. */
  readonly alerts: readonly string[];
  readonly pollMs: number;
  readonly airflow: AirflowOptions | undefined;
  /** The model that a DAG run without a model retrains. */
  readonly defaultModel: string;

  constructor(@Inject(PREDICT_CONFIG) { retraining, models }: PredictConfig) {
    const { airflow, dagId, alerts, pollMs, ...limits } = retraining;
    this.limits = limits;
    this.alerts = alerts;
    this.pollMs = pollMs;
    this.defaultModel = models.defaultName;
    this.airflow = airflow && { ...airflow, dagId, timeoutMs: AIRFLOW_TIMEOUT_MS };
  }

  /** Whether accepted retrainings are started now; otherwise they wait until the mode allows it. */
  get startsRuns(): boolean {
    return this.limits.mode === 'auto' || this.limits.mode === 'approve';
  }

  /** Needs an Airflow when this mode starts runs. @throws {RetrainingNotConfigured} */
  requireAirflow(): void {
    if (this.airflow === undefined && this.startsRuns) throw new RetrainingNotConfigured();
  }
}
