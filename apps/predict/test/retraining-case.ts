import { expect } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@plumbline/postgres/testing';
import type { Retrain } from '../src/retraining/decisions/retrain.schema.js';
import { type AirflowStandIn, airflowStandIn } from './airflow-stand-in.js';
import { modelF1Drop } from './alert-notification.js';
import { type RunningApp, startApp, tokenFor } from './running-app.js';
import { toyModels } from './toy-models.js';
import { until } from '../../../test/until.js';

/** Headers with the scope `retrain`. */
export const retrainer = { Authorization: `Bearer ${tokenFor('retrain')}` };

/** Headers of a person who decides about retraining. */
export const approver = { Authorization: `Bearer ${tokenFor('retrain:approve', { sub: 'rosa' })}` };

/** The alert ModelF1Drop of a model. */
export const fallOf = (model: string) =>
  modelF1Drop({ labels: { alertname: 'ModelF1Drop', model }, fingerprint: model });

/** predict, its database, and a stand-in for Airflow that can be made to fail. */
export class RetrainingCase {
  private constructor(
    readonly airflow: AirflowStandIn,
    readonly database: TestDatabase,
    readonly app: RunningApp,
  ) {}

  static async begin(): Promise<RetrainingCase> {
    const database = await testDatabase(4);
    const airflow = await airflowStandIn();
    return new RetrainingCase(airflow, database, await startApp(settings(airflow, database.url)));
  }

  /** Starts another replica, or one with other settings. */
  replica(others: Record<string, string> = {}): Promise<RunningApp> {
    return startApp({ ...settings(this.airflow, this.database.url), ...others });
  }

  /** Deletes all retrainings and runs. */
  async forget(): Promise<void> {
    await this.database.pool.query('DELETE FROM predict.retrains; DELETE FROM predict.alerts');
    this.airflow.runs.clear();
    this.airflow.paused = false;
    this.airflow.fault = undefined;
    this.airflow.loseAnswer = undefined;
  }

  send(body: unknown, to = this.app) {
    return to.post('/alerts', body, retrainer);
  }

  /** The outcomes of the alerts of a notification, in their order. */
  async outcomes(body: unknown, to = this.app): Promise<string[]> {
    const { status, body: answer } = await this.send(body, to);
    expect(status).toBe(200);
    return (answer['decisions'] as { outcome: string }[]).map(({ outcome }) => outcome);
  }

  /** The audit trail, newest first. */
  async trail(of = this.app): Promise<Retrain[]> {
    return (await of.get('/retrains', retrainer)).body['retrains'] as Retrain[];
  }

  /** Resolves when the newest entry of the audit trail is in this state. */
  async stateIs(state: string): Promise<void> {
    await until(async () => (await this.trail())[0]?.state === state);
  }

  /** Ends the first run, and resolves when predict has read its state. */
  async endRun(state: 'success' | 'failed'): Promise<void> {
    [...this.airflow.runs.values()][0]!.state = state;
    await this.stateIs(state);
  }

  async end(): Promise<void> {
    await this.app.close();
    await this.airflow.close();
    await this.database.close();
  }
}

function settings(airflow: AirflowStandIn, databaseUrl: string): Record<string, string> {
  return {
    PREDICT_MODELS_DIR: toyModels,
    PREDICT_DEFAULT_MODEL: 'rent',
    DATABASE_URL: databaseUrl,
    AIRFLOW_URL: airflow.url,
    AIRFLOW_USERNAME: 'retrainer',
    AIRFLOW_PASSWORD: 'letmein',
    RETRAIN_POLL_MS: '50',
  };
}
