import { Injectable } from '@nestjs/common';
import { Clock } from '@plumbline/tasks';
import { type Airflow, AirflowApi } from '../airflow/index.js';
import { RetrainMetrics } from './retrain-metrics.js';
import { RetrainingSettings } from './retraining-settings.js';

/** The Airflow of the settings, if there is one. */
@Injectable()
export class AirflowConnection {
  readonly airflow: Airflow | undefined;

  constructor({ airflow }: RetrainingSettings, metrics: RetrainMetrics, clock: Clock) {
    this.airflow = airflow && AirflowApi.connect(airflow, metrics, clock);
  }
}
