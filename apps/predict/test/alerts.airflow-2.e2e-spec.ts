import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type AirflowStandIn, airflowStandIn } from './airflow-stand-in.js';
import { modelF1Drop, notification } from './alert-notification.js';
import { type RunningApp, startApp, tokenFor } from './running-app.js';
import { toyModels } from './toy-models.js';
import { until } from '../../../test/until.js';

const retrainer = { Authorization: `Bearer ${tokenFor('retrain')}` };

let airflow: AirflowStandIn;

const start = (changes: Record<string, string> = {}) =>
  startApp({
    PREDICT_MODELS_DIR: toyModels,
    PREDICT_DEFAULT_MODEL: 'rent',
    AIRFLOW_URL: airflow.url,
    AIRFLOW_API: 'v1',
    AIRFLOW_USERNAME: 'retrainer',
    AIRFLOW_PASSWORD: 'letmein',
    RETRAIN_POLL_MS: '50',
    ...changes,
  });

const entry = async (app: RunningApp) => {
  const { body } = await app.get('/retrains', retrainer);
  const [newest] = body['retrains'] as { state: string; reason: string | null; attempts: number }[];
  return newest!;
};

beforeAll(async () => {
  airflow = await airflowStandIn('v1');
});
afterAll(() => airflow.close());

test('an alert starts one run in Airflow 2, which is followed to its end', async () => {
  const app = await start();
  try {
    await app.post('/alerts', notification(modelF1Drop()), retrainer);
    await until(async () => (await entry(app)).state === 'queued');
    const [run] = [...airflow.runs.values()];
    expect(run?.conf).toMatchObject({ model: 'rent', alertname: 'ModelF1Drop' });
    run!.state = 'success';
    await until(async () => (await entry(app)).state === 'success');
    expect(airflow.triggers).toBe(1);
  } finally {
    await app.close();
  }
});

test.each([401, 403])('a wrong password that Airflow 2 answers with %i keeps the request', async (status) => {
  airflow.publicRole = status === 403;
  const app = await start({ AIRFLOW_PASSWORD: 'wrong' });
  try {
    await app.post('/alerts', notification(modelF1Drop()), retrainer);
    await until(async () => (await entry(app)).attempts > 0);
    expect(await entry(app)).toMatchObject({
      state: 'accepted',
      reason: expect.stringContaining(`${status}`),
    });
  } finally {
    await app.close();
  }
});
