import { Inject, Injectable } from '@nestjs/common';
import { PREDICT_CONFIG, type PredictConfig } from '../../config/index.js';
import type { AirflowOptions } from '../airflow/index.js';
import type { RetrainLimits } from './retrain-policy.js';
import { RetrainingNotConfigured } from './retraining.errors.js';

/** Longer, and Alertmanager would have given up on the answer of whoever waits for Airflow. */
const AIRFLOW_TIMEOUT_MS = 5_000;

/** What the operator decided about retraining. */
@Injectable()
export class RetrainingSettings {
  readonly limits: RetrainLimits;
  readonly alerts: readonly string[];
  readonly pollMs: number;
  readonly airflow: AirflowOptions | undefined;
  /** What a run of the DAG retrains that names no model. */
  readonly defaultModel: string;

  constructor(@Inject(PREDICT_CONFIG) { retraining, models }: PredictConfig) {
    const { airflow, dagId, alerts, pollMs, ...limits } = retraining;
    this.limits = limits;
    this.alerts = alerts;
    this.pollMs = pollMs;
    this.defaultModel = models.defaultName;
    this.airflow = airflow && { ...airflow, dagId, timeoutMs: AIRFLOW_TIMEOUT_MS };
  }

  /** Unless nothing would be sent to Airflow anyway. @throws {RetrainingNotConfigured} */
  requireAirflow(): void {
    const { mode } = this.limits;
    if (this.airflow === undefined && mode !== 'off' && mode !== 'dry-run')
      throw new RetrainingNotConfigured();
  }
}
