import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { modelF1Drop, notification } from './alert-notification.js';
import { approver, fallOf, RetrainingCase } from './retraining-case.js';
import { tokenFor } from './running-app.js';
import { timersBut } from './timers.js';
import { until } from '../../../test/until.js';

let retraining: RetrainingCase;

beforeAll(async () => {
  retraining = await RetrainingCase.begin();
});
afterAll(() => retraining.end());
beforeEach(() => retraining.forget());

const isWarning = (entry: unknown) => JSON.stringify(entry).includes('Alerts do not arrive');

describe('POST /alerts', () => {
  test('starts one DAG run configured from the alert, and follows it to its end', async () => {
    expect(await retraining.outcomes(notification(modelF1Drop()))).toEqual(['accepted']);
    await retraining.stateIs('queued');
    const [[id, run] = []] = [...retraining.airflow.runs];
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
    await retraining.stateIs('running');
    run!.state = 'success';
    await retraining.stateIs('success');
    await until(
      async () => (await retraining.app.metric('retrain_run_state{model="rent",state="success"}')) === 1,
    );
    expect(
      await retraining.app.metric('retrain_last_success_timestamp_seconds{model="rent"}'),
    ).toBeGreaterThan(1.6e9);
  });

  test('starts no second run for a repeated notification or a new firing of the alert', async () => {
    const alert = modelF1Drop();
    await retraining.outcomes(notification(alert));
    await retraining.stateIs('queued');
    expect(await retraining.outcomes(notification(alert))).toEqual(['duplicate']);
    const again = modelF1Drop({ startsAt: '2026-05-01T11:00:00Z' });
    expect(await retraining.outcomes(notification(again))).toEqual(['in_flight']);
    await retraining.endRun('failed');
    expect(await retraining.outcomes(notification(again))).toEqual(['cooldown']);
    expect(retraining.airflow.runs.size).toBe(1);
    expect((await retraining.trail())[0]?.notifications).toBe(3);
  });

  test('starts one run for 200 notifications, twenty at once', async () => {
    const alert = modelF1Drop();
    const answers: string[] = [];
    const send10 = async () => {
      for (let sent = 0; sent < 10; sent++) answers.push(...(await retraining.outcomes(notification(alert))));
    };
    await Promise.all(Array.from({ length: 20 }, send10));
    const [first, ...others] = answers.sort();
    expect(first).toBe('accepted');
    expect(new Set(others)).toEqual(new Set(['duplicate']));
    expect(others).toHaveLength(199);
    await retraining.stateIs('queued');
    expect(retraining.airflow.runs.size).toBe(1);
  });

  test('ignores alerts that are resolved, not listed, without a model or of an unknown model', async () => {
    const alerts = [
      modelF1Drop({ status: 'resolved' }),
      modelF1Drop({ labels: { alertname: 'ServiceDown', model: 'rent' } }),
      modelF1Drop({ labels: { alertname: 'ModelF1Drop' } }),
      modelF1Drop({ labels: { alertname: 'ModelF1Drop', model: 'unheard-of' } }),
    ];
    expect(await retraining.outcomes(notification(...alerts))).toEqual(Array(4).fill('ignored'));
    expect(await retraining.trail()).toEqual([]);
  });

  test('stores U+FFFD for characters that PostgreSQL cannot store, in names, labels and annotations', async () => {
    const labels = { alertname: 'Odd\0\ud800Name', action: 'retrain', model: 'rent', 'label\0': 'a\0b' };
    const alert = modelF1Drop({ labels, annotations: { summary: 'F1 \udc00fell' }, fingerprint: 'odd\0' });
    expect(await retraining.outcomes(notification(alert))).toEqual(['accepted']);
    expect((await retraining.trail())[0]?.conf).toMatchObject({ alertname: 'Odd\u{FFFD}\u{FFFD}Name' });
  });

  test('accepts alerts labelled action=retrain, and notifications with unknown keys', async () => {
    const alert = modelF1Drop({ labels: { alertname: 'OfYourOwn', model: 'rent', action: 'retrain' } });
    expect(
      await retraining.outcomes({ ...notification(alert), notification_reason: 'first notification' }),
    ).toEqual(['accepted']);
  });

  test('measures the cool-down from the new start of a refused retraining, not from the refusal', async () => {
    retraining.airflow.fault = (method, path) =>
      method === 'POST' && path.endsWith('/dagRuns') ? 403 : undefined;
    await retraining.outcomes(notification(modelF1Drop()));
    await retraining.stateIs('refused');
    await retraining.database.pool.query(
      "UPDATE predict.retrains SET requested_at = now() - interval '1 day'",
    );
    retraining.airflow.fault = undefined;
    await retraining.outcomes(notification(modelF1Drop()));
    await retraining.stateIs('queued');
    await retraining.endRun('failed');
    const again = modelF1Drop({ startsAt: '2026-05-01T11:00:00Z' });
    expect(await retraining.outcomes(notification(again))).toEqual(['cooldown']);
  });

  test('measures the cool-down by the clock of the database, not by that of the process', async () => {
    await retraining.outcomes(notification(modelF1Drop()));
    await retraining.stateIs('queued');
    await retraining.endRun('failed');
    const inAYear = { exp: Math.floor(Date.now() / 1000) + 365 * 86_400 };
    const headers = { Authorization: `Bearer ${tokenFor('retrain', inAYear)}` };
    const again = modelF1Drop({ startsAt: '2026-05-01T11:00:00Z' });
    jest.useFakeTimers({ now: Date.now() + 40 * 86_400_000, doNotFake: timersBut('Date') });
    try {
      const { body } = await retraining.app.post('/alerts', notification(again), headers);
      expect(body['decisions']).toEqual([expect.objectContaining({ outcome: 'cooldown' })]);
    } finally {
      jest.useRealTimers();
    }
  });

  test('starts no run while another one retrains the model', async () => {
    retraining.airflow.runs.set('manual__1', { state: 'running', conf: { model: 'rent' } });
    await retraining.outcomes(notification(modelF1Drop()));
    await retraining.stateIs('superseded');
    expect(retraining.airflow.runs.size).toBe(1);
  });

  test('treats a run without a model, as a schedule starts it, as one of the default model', async () => {
    retraining.airflow.runs.set('scheduled__1', { state: 'running', conf: {} });
    await retraining.outcomes(notification(modelF1Drop()));
    await retraining.stateIs('superseded');
    await retraining.outcomes(notification(fallOf('mood')));
    await until(
      async () => (await retraining.trail()).find(({ model }) => model === 'mood')?.state === 'queued',
    );
    expect(retraining.airflow.runs.size).toBe(2);
  });

  test('reports that the DAG is paused', async () => {
    retraining.airflow.paused = true;
    await retraining.outcomes(notification(modelF1Drop()));
    await until(async () => (await retraining.app.metric('retrain_dag_paused')) === 1);
    await until(async () => (await retraining.trail())[0]?.reason?.includes('paused') === true);
  });

  test('decides and starts once with two replicas, one of which stops half-way', async () => {
    const other = await retraining.replica();
    try {
      const alert = modelF1Drop();
      const answers = await Promise.all(
        [retraining.app, other, retraining.app, other].map((replica) =>
          retraining.outcomes(notification(alert), replica),
        ),
      );
      expect(answers.flat().filter((outcome) => outcome === 'accepted')).toHaveLength(1);
    } finally {
      await other.close();
    }
    await retraining.stateIs('queued');
    expect(retraining.airflow.runs.size).toBe(1);
  });

  test('records Watchdog as a sign that alerts arrive, which other replicas and the next start see', async () => {
    expect(await retraining.app.metric('alert_heartbeat_timestamp_seconds')).toBeUndefined();
    const watchdog = modelF1Drop({ labels: { alertname: 'Watchdog', severity: 'none' } });
    const before = Date.now() / 1000;
    expect(await retraining.outcomes(notification(watchdog))).toEqual(['heartbeat']);
    const replica = await retraining.replica();
    try {
      await until(async () => (await replica.metric('alert_heartbeat_timestamp_seconds'))! >= before - 1);
    } finally {
      await replica.close();
    }
    expect(await retraining.trail()).toEqual([]);
  });

  test('logs once when Watchdog is overdue, and once when it is back', async () => {
    const [warned, told] = [jest.spyOn(Logger.prototype, 'warn'), jest.spyOn(Logger.prototype, 'log')];
    const watchdog = modelF1Drop({ labels: { alertname: 'Watchdog' } });
    await retraining.outcomes(notification(watchdog));
    await retraining.database.pool.query(
      `UPDATE predict.alert_heartbeats SET received_at = now() - interval '11 min'`,
    );
    await until(() => warned.mock.calls.some(([text]) => isWarning(text)));
    await retraining.outcomes(notification(watchdog));
    await until(() => told.mock.calls.some(([text]) => text === 'Alerts arrive again'));
    expect(warned.mock.calls.filter(([text]) => isWarning(text))).toHaveLength(1);
    jest.restoreAllMocks();
  });

  test('needs the scope retrain', async () => {
    const headers = { Authorization: `Bearer ${tokenFor('predict feedback models')}` };
    expect((await retraining.app.post('/alerts', notification(modelF1Drop()), headers)).status).toBe(403);
  });

  test('refuses a notification with more than 2,000 alerts', async () => {
    const alerts = Array(2_001).fill({ status: 'resolved' });
    const { status, body } = await retraining.send({ alerts });
    expect([status, body['issues']]).toEqual([400, [expect.objectContaining({ path: ['alerts'] })]]);
  });

  test('stores and lists the beginning of texts of megabytes', async () => {
    const long = 'x'.repeat(1_000_000);
    const alert = modelF1Drop({
      labels: { alertname: `Fall${long}`, model: 'rent', action: 'retrain' },
      annotations: { summary: long },
      startsAt: long,
      generatorURL: `http://prometheus/${long}`,
    });
    expect(await retraining.outcomes(notification(alert))).toEqual(['accepted']);
    const reader = { Authorization: `Bearer ${tokenFor('retrain')}` };
    for (const path of ['/alerts', '/retrains']) {
      const { body } = await retraining.app.get(path, reader);
      expect(JSON.stringify(body)).toContain('xxxx');
      expect(JSON.stringify(body).length).toBeLessThan(20_000);
    }
  });

  test('reports the issues of a malformed notification', async () => {
    const answer = await retraining.send({ alerts: [{ status: 3 }] });
    expect(answer.status).toBe(400);
    expect(answer.body['code']).toBe('validation_failed');
    expect(answer.body['issues']).toEqual([expect.objectContaining({ path: ['alerts', 0, 'status'] })]);
  });
});

describe('POST /models/{model}/retrain', () => {
  test('starts a run during the cool-down, but not during another run', async () => {
    await retraining.outcomes(notification(modelF1Drop()));
    await retraining.stateIs('queued');
    const request = () =>
      retraining.app.post('/models/rent/retrain', { reason: 'labels were corrected' }, approver);
    expect((await request()).body).toMatchObject({ outcome: 'in_flight' });
    await retraining.endRun('success');
    expect((await request()).body).toMatchObject({ outcome: 'accepted' });
    await retraining.stateIs('queued');
    expect((await retraining.trail())[0]?.conf).toMatchObject({
      trigger: 'manual',
      reason: 'labels were corrected',
    });
  });

  test('answers 404 for an unknown model', async () => {
    expect((await retraining.app.post('/models/unheard-of/retrain', { reason: 'x' }, approver)).status).toBe(
      404,
    );
  });
});
