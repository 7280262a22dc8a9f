import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { testDatabase, type TestDatabase } from '@plumbline/postgres/testing';
import { type AirflowStandIn, airflowStandIn } from './airflow-stand-in.js';
import { modelF1Drop, notification } from './alert-notification.js';
import { type RunningApp, startApp, tokenFor } from './running-app.js';
import { toyModels } from './toy-models.js';
import { until } from './until.js';

const retrainer = { Authorization: `Bearer ${tokenFor('retrain')}` };

let airflow: AirflowStandIn;
let database: TestDatabase;
let app: RunningApp;

const settings = () => ({
  PREDICT_MODELS_DIR: toyModels,
  PREDICT_DEFAULT_MODEL: 'rent',
  DATABASE_URL: database.url,
  AIRFLOW_URL: airflow.url,
  AIRFLOW_USERNAME: 'retrainer',
  AIRFLOW_PASSWORD: 'letmein',
  RETRAIN_POLL_MS: '50',
});

interface Retrain {
  readonly id: string;
  readonly model: string;
  readonly state: string;
  readonly dag_run_id: string;
  readonly notifications: number;
  readonly attempts: number;
  readonly reason: string | null;
  readonly conf: Record<string, unknown>;
}

const send = (body: unknown, to = app) => to.post('/alerts', body, retrainer);
const outcomes = async (body: unknown, to = app) => {
  const { status, body: answer } = await send(body, to);
  expect(status).toBe(200);
  return (answer['decisions'] as { outcome: string }[]).map(({ outcome }) => outcome);
};
const fallOf = (model: string) =>
  modelF1Drop({ labels: { alertname: 'ModelF1Drop', model }, fingerprint: model });
const trail = async () => (await app.get('/retrains', retrainer)).body['retrains'] as Retrain[];
const stateIs = (state: string) => until(async () => (await trail())[0]?.state === state);

beforeAll(async () => {
  database = await testDatabase(4);
  airflow = await airflowStandIn();
  app = await startApp(settings());
});
afterAll(async () => {
  await app.close();
  await airflow.close();
  await database.close();
});
beforeEach(async () => {
  await database.pool.query('DELETE FROM predict.retrains');
  airflow.runs.clear();
  airflow.paused = false;
  airflow.fault = undefined;
});

describe('POST /alerts', () => {
  test('starts one run of the DAG, with what the alert tells, and follows it to its end', async () => {
    expect(await outcomes(notification(modelF1Drop()))).toEqual(['accepted']);
    await stateIs('queued');
    const [[id, run] = []] = [...airflow.runs];
    expect(id).toMatch(/^retrain__rent__/);
    expect(run?.conf).toMatchObject({
      trigger: 'alert',
      alertname: 'ModelF1Drop',
      model: 'rent',
      model_version: 1,
      f1: 0.61,
      f1_before: 0.82,
      samples: 400,
    });
    run!.state = 'running';
    await stateIs('running');
    run!.state = 'success';
    await stateIs('success');
    await until(async () => (await app.metric('retrain_run_state{model="rent",state="success"}')) === 1);
    expect(await app.metric('retrain_last_success_timestamp_seconds{model="rent"}')).toBeGreaterThan(1.6e9);
  });

  test('answers a repetition, another alert and a new firing of it without a second run', async () => {
    const alert = modelF1Drop();
    await outcomes(notification(alert));
    await stateIs('queued');
    expect(await outcomes(notification(alert))).toEqual(['duplicate']);
    const again = modelF1Drop({ startsAt: '2026-05-01T11:00:00Z' });
    expect(await outcomes(notification(again))).toEqual(['in_flight']);
    [...airflow.runs.values()][0]!.state = 'failed';
    await stateIs('failed');
    expect(await outcomes(notification(again))).toEqual(['cooldown']);
    expect(airflow.runs.size).toBe(1);
    expect((await trail())[0]?.notifications).toBe(3);
  });

  test('leads 1,000 notifications at once to one run', async () => {
    const alert = modelF1Drop();
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => outcomes(notification(alert))));
    const [first, ...others] = answers.flat().sort();
    expect(first).toBe('accepted');
    expect(new Set(others)).toEqual(new Set(['duplicate']));
    expect(others).toHaveLength(999);
    await stateIs('queued');
    expect(airflow.runs.size).toBe(1);
  });

  test('ignores what is resolved, not listed, without or of an unknown model', async () => {
    const alerts = [
      modelF1Drop({ status: 'resolved' }),
      modelF1Drop({ labels: { alertname: 'ServiceDown', model: 'rent' } }),
      modelF1Drop({ labels: { alertname: 'ModelF1Drop' } }),
      modelF1Drop({ labels: { alertname: 'ModelF1Drop', model: 'unheard-of' } }),
    ];
    expect(await outcomes(notification(...alerts))).toEqual(Array(4).fill('ignored'));
    expect(await trail()).toEqual([]);
  });

  test('takes alerts labelled action=retrain, and notifications with unknown keys', async () => {
    const alert = modelF1Drop({ labels: { alertname: 'OfYourOwn', model: 'rent', action: 'retrain' } });
    expect(await outcomes({ ...notification(alert), notification_reason: 'first notification' })).toEqual([
      'accepted',
    ]);
  });

  test('keeps the wish while Airflow is down, errs, limits or forgets its tokens, and starts one run', async () => {
    const faults = [503, 500, 429, 401];
    airflow.expireTokens();
    airflow.fault = (method, path) =>
      method === 'POST' && path.endsWith('/dagRuns') ? faults.shift() : undefined;
    expect(await outcomes(notification(modelF1Drop()))).toEqual(['accepted']);
    await stateIs('queued');
    expect(faults).toEqual([]);
    expect(airflow.runs.size).toBe(1);
  }, 30_000);

  test('leaves an Airflow that is down in peace, however many models wait for it', async () => {
    let down = true;
    airflow.fault = () => (down ? 503 : undefined);
    const attempts = async () => (await trail()).map(({ attempts }) => attempts).sort();
    expect(await outcomes(notification(modelF1Drop(), fallOf('mood')))).toEqual(['accepted', 'accepted']);
    await until(async () => (await attempts())[1]! >= 2);
    expect((await attempts())[0]).toBe(0);
    down = false;
    await until(async () => (await trail()).every(({ state }) => state === 'queued'));
    expect(airflow.runs.size).toBe(2);
  }, 30_000);

  test('takes an existing run of the same id as its own', async () => {
    airflow.fault = (method, path) => (method === 'POST' && path.endsWith('/dagRuns') ? 409 : undefined);
    await outcomes(notification(modelF1Drop()));
    await until(async () => (await trail())[0]?.state !== 'accepted');
    expect((await trail())[0]?.reason ?? '').not.toContain('409');
  });

  test('does not repeat what Airflow refuses, until the alert is sent again', async () => {
    airflow.fault = (method, path) => (method === 'POST' && path.endsWith('/dagRuns') ? 403 : undefined);
    await outcomes(notification(modelF1Drop()));
    await stateIs('refused');
    expect((await trail())[0]?.reason).toContain('403');
    airflow.fault = undefined;
    expect(await outcomes(notification(modelF1Drop()))).toEqual(['accepted']);
    await stateIs('queued');
    const entries = await trail();
    expect(entries).toHaveLength(1);
    expect(entries[0]?.conf['retrain_id']).toBe(entries[0]?.id);
  });

  test('pauses from when a refused retraining was begun anew, not from when it was refused', async () => {
    airflow.fault = (method, path) => (method === 'POST' && path.endsWith('/dagRuns') ? 403 : undefined);
    await outcomes(notification(modelF1Drop()));
    await stateIs('refused');
    await database.pool.query("UPDATE predict.retrains SET requested_at = now() - interval '1 day'");
    airflow.fault = undefined;
    await outcomes(notification(modelF1Drop()));
    await stateIs('queued');
    [...airflow.runs.values()][0]!.state = 'failed';
    await stateIs('failed');
    const again = modelF1Drop({ startsAt: '2026-05-01T11:00:00Z' });
    expect(await outcomes(notification(again))).toEqual(['cooldown']);
  });

  test('starts nothing while another run retrains the model', async () => {
    airflow.runs.set('scheduled__1', { state: 'running', conf: { model: 'rent' } });
    await outcomes(notification(modelF1Drop()));
    await stateIs('superseded');
    expect(airflow.runs.size).toBe(1);
  });

  test('tells that the DAG is paused', async () => {
    airflow.paused = true;
    await outcomes(notification(modelF1Drop()));
    await until(async () => (await app.metric('retrain_dag_paused')) === 1);
    await until(async () => (await trail())[0]?.reason?.includes('paused') === true);
  });

  test('decides and starts once with two replicas, one of which is closed half-way', async () => {
    const other = await startApp(settings());
    try {
      const alert = modelF1Drop();
      const answers = await Promise.all(
        [app, other, app, other].map((replica) => outcomes(notification(alert), replica)),
      );
      expect(answers.flat().filter((outcome) => outcome === 'accepted')).toHaveLength(1);
    } finally {
      await other.close();
    }
    await stateIs('queued');
    expect(airflow.runs.size).toBe(1);
  });

  test('takes Watchdog as a sign that alerts arrive, which every replica and the next start know', async () => {
    expect(await app.metric('alert_heartbeat_timestamp_seconds')).toBeUndefined();
    const watchdog = modelF1Drop({ labels: { alertname: 'Watchdog', severity: 'none' } });
    const before = Date.now() / 1000;
    expect(await outcomes(notification(watchdog))).toEqual(['heartbeat']);
    const replica = await startApp(settings());
    try {
      await until(async () => (await replica.metric('alert_heartbeat_timestamp_seconds'))! >= before - 1);
    } finally {
      await replica.close();
    }
    expect(await trail()).toEqual([]);
  });

  test('tells once that Watchdog stays away, and when it is back', async () => {
    const [warned, told] = [jest.spyOn(Logger.prototype, 'warn'), jest.spyOn(Logger.prototype, 'log')];
    const watchdog = modelF1Drop({ labels: { alertname: 'Watchdog' } });
    await outcomes(notification(watchdog));
    await database.pool.query(`UPDATE predict.alert_heartbeats SET received_at = now() - interval '11 min'`);
    await until(() => Promise.resolve(warned.mock.calls.some(([text]) => String(text).includes('No alert'))));
    await outcomes(notification(watchdog));
    await until(() => Promise.resolve(told.mock.calls.some(([text]) => text === 'Alerts arrive again')));
    expect(warned.mock.calls.filter(([text]) => String(text).includes('No alert'))).toHaveLength(1);
    jest.restoreAllMocks();
  });

  test('needs the scope retrain', async () => {
    const headers = { Authorization: `Bearer ${tokenFor('predict feedback models')}` };
    expect((await app.post('/alerts', notification(modelF1Drop()), headers)).status).toBe(403);
  });

  test('names what is wrong with a notification', async () => {
    const answer = await send({ alerts: [{ status: 3 }] });
    expect(answer.status).toBe(400);
    expect(answer.body['code']).toBe('validation_failed');
    expect(answer.body['issues']).toEqual([expect.objectContaining({ path: ['alerts', 0, 'status'] })]);
  });
});

describe('POST /models/{model}/retrain', () => {
  test('starts a run in spite of the pause, but not beside another one', async () => {
    await outcomes(notification(modelF1Drop()));
    await stateIs('queued');
    const wish = () => app.post('/models/rent/retrain', { reason: 'labels were corrected' }, retrainer);
    expect((await wish()).body).toMatchObject({ outcome: 'in_flight' });
    [...airflow.runs.values()][0]!.state = 'success';
    await stateIs('success');
    expect((await wish()).body).toMatchObject({ outcome: 'accepted' });
    await stateIs('queued');
    expect((await trail())[0]?.conf).toMatchObject({ trigger: 'manual', reason: 'labels were corrected' });
  });

  test('answers 404 for an unknown model', async () => {
    expect((await app.post('/models/unheard-of/retrain', { reason: 'x' }, retrainer)).status).toBe(404);
  });
});
