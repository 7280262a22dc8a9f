import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { modelF1Drop, notification } from './alert-notification.js';
import { approver, fallOf, RetrainingCase, retrainer } from './retraining-case.js';
import type { RunningApp } from './running-app.js';

let retraining: RetrainingCase;

beforeAll(async () => {
  retraining = await RetrainingCase.begin();
});
afterAll(() => retraining.end());
beforeEach(() => retraining.forget());

const read = async (path: string, of: RunningApp = retraining.app) => (await of.get(path, retrainer)).body;
const alerts = async () => (await read('/alerts'))['alerts'];
const sent = (changes: Parameters<typeof modelF1Drop>[0] = {}) =>
  retraining.outcomes(notification(modelF1Drop(changes)));

describe('GET /alerts', () => {
  test('has what was last received of an alert, and the decision that was more than a repetition', async () => {
    expect(await sent()).toEqual(['accepted']);
    expect(await sent()).toEqual(['duplicate']);
    const [{ dag_run_id } = { dag_run_id: '' }] = await retraining.trail();
    const expected = {
      alertname: 'ModelF1Drop',
      model: 'rent',
      status: 'firing',
      starts_at: '2026-05-01T10:00:00.000Z',
      received_at: expect.any(String),
      summary: 'F1 fell.',
      generator_url: 'http://prometheus:9090/graph',
      outcome: 'accepted',
      reason: 'the run will be started',
      dag_run_id,
    };
    expect(await alerts()).toEqual([expected]);
    await sent({ status: 'resolved' });
    expect(await alerts()).toEqual([{ ...expected, status: 'resolved', received_at: expect.any(String) }]);
    expect(await sent({ startsAt: '2026-05-01T11:00:00Z' })).toEqual(['in_flight']);
    expect(await alerts()).toMatchObject([{ status: 'firing', outcome: 'in_flight', dag_run_id }]);
  });

  test('has one entry for an alert that a notification has twice, and none for other services and models', async () => {
    const alert = modelF1Drop();
    const unknown = modelF1Drop({
      labels: { alertname: 'ModelF1Drop', model: 'unheard-of' },
      fingerprint: 'b',
    });
    const nameless = modelF1Drop({ labels: { alertname: 'ServiceDown' }, fingerprint: 'c' });
    await retraining.outcomes(notification(alert, alert, unknown, nameless));
    expect(await alerts()).toHaveLength(1);
  });

  test('lists what fires first', async () => {
    await sent({ status: 'firing' });
    await retraining.outcomes(notification(fallOf('mood')));
    await retraining.outcomes(notification({ ...fallOf('mood'), status: 'resolved' }));
    expect(await alerts()).toMatchObject([
      { model: 'rent', status: 'firing' },
      { model: 'mood', status: 'resolved' },
    ]);
  });

  test('has the time of the last heartbeat', async () => {
    expect(await read('/alerts')).toEqual({ alerts: [], last_heartbeat_at: null });
    await sent({ labels: { alertname: 'Watchdog' } });
    expect(await read('/alerts')).toEqual({ alerts: [], last_heartbeat_at: expect.stringMatching(/Z$/) });
  });
});

describe('GET /retrains/policy', () => {
  test('has the limits, and where each model stands', async () => {
    await sent();
    const policy = await read('/retrains/policy');
    expect(policy).toEqual({
      mode: 'auto',
      alerts: ['ModelF1Drop', 'ModelErrorRise'],
      cooldown_s: 21_600,
      daily_cap: 4,
      airflow: { url: retraining.airflow.url, dag_id: 'ml_pipeline_mixed_experiment_dvc' },
      models: [{ model: 'rent', cooldown_until: expect.any(String), today: 1 }],
    });
    const [{ requested_at } = { requested_at: '' }] = await retraining.trail();
    expect(policy['models']).toMatchObject([
      { cooldown_until: new Date(Date.parse(requested_at) + 21_600_000).toISOString() },
    ]);
  });
});

describe('GET /retrains/{id}', () => {
  const bounds = (value: number) => ({ value, low: value - 0.01, high: value + 0.01 });
  const measured = (score: number, gain: number) => ({
    recent: { f1: bounds(score), gain: bounds(gain), parts: {} },
    reference: { f1: null, gain: null, parts: {} },
    latency_ms: 0.2,
    bytes: 9_000,
  });
  const evaluation = {
    task: 'binary',
    rows: { recent: 120, reference: 2_000 },
    confidence: 0.95,
    models: { champion: measured(0.5, 0), forest: measured(0.8, 0.3) },
  };
  const idOf = async () => (await retraining.trail())[0]!.id;

  test('has the tasks of the run in their order, its page, and what the gate saw', async () => {
    await sent();
    await retraining.stateIs('queued');
    const [[runId, run] = []] = [...retraining.airflow.runs];
    run!.tasks = [
      {
        task_id: 'train',
        map_index: 0,
        state: 'running',
        start_date: '2026-05-01T10:02:00Z',
        end_date: null,
      },
      { task_id: 'publish', map_index: -1, state: null, start_date: null, end_date: null },
      {
        task_id: 'begin',
        map_index: -1,
        state: 'success',
        start_date: '2026-05-01T10:01:00Z',
        end_date: '2026-05-01T10:01:30Z',
      },
    ];
    run!.results = { evaluate: JSON.stringify(evaluation), decide: 'forest' };
    const detail = await read(`/retrains/${await idOf()}`);
    const interval = (value: number) => ({ value, lower: value - 0.01, upper: value + 0.01 });
    expect(detail).toMatchObject({
      model: 'rent',
      decision: null,
      run_problem: null,
      run: {
        url: `${retraining.airflow.url}/dags/ml_pipeline_mixed_experiment_dvc/runs/${encodeURIComponent(runId!)}`,
        tasks: [
          { id: 'begin', index: null, state: 'success', ended_at: '2026-05-01T10:01:30Z' },
          { id: 'train', index: 0, state: 'running', ended_at: null },
          { id: 'publish', index: null, state: null, started_at: null },
        ],
        evaluation: {
          score: 'f1',
          recent_rows: 120,
          models: [
            { name: 'champion', chosen: false },
            {
              name: 'forest',
              chosen: true,
              recent: { score: interval(0.8), gain: interval(0.3) },
              reference: { score: null, gain: null },
            },
          ],
        },
      },
    });
  });

  test('says why Airflow cannot tell, and leaves out what another DAG returned', async () => {
    await sent();
    await retraining.stateIs('queued');
    const [run] = [...retraining.airflow.runs.values()];
    run!.results = { evaluate: ['something', 'else'] };
    expect(await read(`/retrains/${await idOf()}`)).toMatchObject({ run: { evaluation: null } });
    retraining.airflow.fault = (method) => (method === 'GET' ? 503 : undefined);
    expect(await read(`/retrains/${await idOf()}`)).toMatchObject({
      run: null,
      run_problem: expect.stringContaining('503'),
    });
  });

  test('has who approved it', async () => {
    const replica = await retraining.replica({ RETRAIN_MODE: 'approve' });
    try {
      await retraining.outcomes(notification(modelF1Drop()), replica);
      const id = await idOf();
      expect(await read(`/retrains/${id}`, replica)).toMatchObject({ decision: null, run: null });
      await replica.post(`/retrains/${id}/approve`, {}, approver);
      expect(await read(`/retrains/${id}`, replica)).toMatchObject({
        decision: { by: 'rosa', state: 'accepted', at: expect.any(String) },
      });
    } finally {
      await replica.close();
    }
  });

  test('is 404 for an unknown id, and 400 for no id', async () => {
    const unknown = await retraining.app.get('/retrains/00000000-0000-4000-8000-000000000000', retrainer);
    expect([unknown.status, unknown.body['code']]).toEqual([404, 'retrain_not_found']);
    expect((await retraining.app.get('/retrains/first', retrainer)).status).toBe(400);
  });
});
