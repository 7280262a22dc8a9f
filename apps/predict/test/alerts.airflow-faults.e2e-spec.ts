import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../../../test/until.js';
import { modelF1Drop, notification } from './alert-notification.js';
import { fallOf, RetrainingCase } from './retraining-case.js';

let retraining: RetrainingCase;

beforeAll(async () => {
  retraining = await RetrainingCase.begin();
});
afterAll(() => retraining.end());
beforeEach(() => retraining.forget());

describe('POST /alerts with an Airflow that fails', () => {
  test('keeps the request while Airflow is down, fails, limits requests or revokes tokens, and starts one run', async () => {
    const faults = [503, 500, 429, 401];
    retraining.airflow.expireTokens();
    retraining.airflow.fault = (method, path) =>
      method === 'POST' && path.endsWith('/dagRuns') ? faults.shift() : undefined;
    expect(await retraining.outcomes(notification(modelF1Drop()))).toEqual(['accepted']);
    await retraining.stateIs('queued');
    expect(faults).toEqual([]);
    expect(retraining.airflow.runs.size).toBe(1);
  });

  test('sends an Airflow that is down one request at a time, for any number of models', async () => {
    let down = true;
    retraining.airflow.fault = () => (down ? 503 : undefined);
    const attempts = async () => (await retraining.trail()).map(({ attempts }) => attempts).sort();
    expect(await retraining.outcomes(notification(modelF1Drop(), fallOf('mood')))).toEqual([
      'accepted',
      'accepted',
    ]);
    await until(async () => (await attempts())[1]! >= 3);
    // One is for an alert that is recorded after the first attempt for the other model.
    expect((await attempts())[0]).toBeLessThanOrEqual(1);
    down = false;
    await until(async () => (await retraining.trail()).every(({ state }) => state === 'queued'));
    expect(retraining.airflow.runs.size).toBe(2);
  });

  test('accepts an existing run with the same id as its own', async () => {
    let lost = false;
    retraining.airflow.loseAnswer = (method, path) => {
      if (lost || method !== 'POST' || !path.endsWith('/dagRuns')) return false;
      lost = true;
      return true;
    };
    await retraining.outcomes(notification(modelF1Drop()));
    await retraining.stateIs('queued');
    expect(retraining.airflow.runs.size).toBe(1);
    expect((await retraining.trail())[0]?.reason).toBeNull();
  });

  test('tries again while Airflow has not parsed the DAG, and reports what is missing', async () => {
    const faults = [404, 404];
    retraining.airflow.fault = (method, path) =>
      method === 'POST' && path.endsWith('/dagRuns') ? faults.shift() : undefined;
    await retraining.outcomes(notification(modelF1Drop()));
    await until(async () => (await retraining.trail())[0]?.attempts === 1);
    expect((await retraining.trail())[0]).toMatchObject({
      state: 'accepted',
      reason: expect.stringContaining('no DAG ml_pipeline_mixed_experiment_dvc'),
    });
    await retraining.stateIs('queued');
    expect(faults).toEqual([]);
  });

  test('reports a conflict without a run, tries again without a pause, and delays no other model', async () => {
    let conflict = true;
    retraining.airflow.fault = (method, _path, body) =>
      conflict && method === 'POST' && (body['conf'] as { model?: string } | undefined)?.model === 'rent'
        ? 409
        : undefined;
    await retraining.outcomes(notification(modelF1Drop(), fallOf('mood')));
    const of = async (model: string) => (await retraining.trail()).find((entry) => entry.model === model);
    await until(async () => (await of('mood'))?.state === 'queued');
    await until(async () => (await of('rent'))!.attempts >= 2);
    expect(await of('rent')).toMatchObject({
      state: 'accepted',
      reason: expect.stringMatching(/409.*set by the test/),
    });
    conflict = false;
    await until(async () => (await of('rent'))?.state === 'queued');
  });

  test('does not repeat a run that Airflow refused until the alert is sent again', async () => {
    retraining.airflow.fault = (method, path) =>
      method === 'POST' && path.endsWith('/dagRuns') ? 403 : undefined;
    await retraining.outcomes(notification(modelF1Drop()));
    await retraining.stateIs('refused');
    expect((await retraining.trail())[0]?.reason).toContain('403');
    retraining.airflow.fault = undefined;
    expect(await retraining.outcomes(notification(modelF1Drop()))).toEqual(['accepted']);
    await retraining.stateIs('queued');
    const entries = await retraining.trail();
    expect(entries).toHaveLength(1);
    expect(entries[0]?.conf['retrain_id']).toBe(entries[0]?.id);
  });
});
