import { describe, expect, test } from '@jest/globals';
import { AirflowRefused, AirflowUnavailable } from '../airflow/index.js';
import { advance, type Runs } from './retrain-step.js';
import type { OpenRetrain } from './retrain.repository.js';

const retrain: OpenRetrain = {
  id: '6f1c0d9e-0000-4000-8000-000000000000',
  model: 'rent',
  state: 'accepted',
  dagRunId: 'retrain__rent__1',
  conf: { model: 'rent' },
  attempts: 0,
};
const metrics = { triggered: () => {} };

const failing = (error: Error): Runs => {
  const fail = () => Promise.reject(error);
  return { trigger: fail, run: fail, activeRuns: fail, isPaused: fail };
};
const stepAfter = (error: Error, attempts = 0, state: OpenRetrain['state'] = 'accepted') =>
  advance({ ...retrain, attempts, state }, { airflow: failing(error), metrics, defaultModel: 'mood' });

describe('the pause after Airflow was unavailable', () => {
  test.each([
    [0, 1],
    [1, 2],
    [3, 8],
    [6, 60],
    [1_000, 60],
  ])('after %i attempts is %i s, or up to a quarter more', async (attempts, seconds) => {
    const { pauseS, unavailable } = await stepAfter(new AirflowUnavailable('down'), attempts);
    expect(unavailable).toBe(true);
    expect(pauseS).toBeGreaterThanOrEqual(seconds);
    expect(pauseS).toBeLessThanOrEqual(seconds * 1.25);
  });

  test.each([
    [30, 30],
    [3_600, 120],
  ])('is the %i s that Airflow asks for, at most two minutes', async (retryAfterS, seconds) => {
    const { pauseS } = await stepAfter(new AirflowUnavailable('busy', { retryAfterS }));
    expect(pauseS).toBe(seconds);
  });
});

describe('a refusal of Airflow', () => {
  test('ends a retraining that was not started yet', async () => {
    expect(await stepAfter(new AirflowRefused('403'))).toMatchObject({ state: 'refused', reason: '403' });
  });

  test('is tried again for a run under way, and delays no other retraining', async () => {
    const change = await stepAfter(new AirflowRefused('403'), 2, 'running');
    expect(change).toMatchObject({ state: 'running', unavailable: false });
    expect(change.pauseS).toBeGreaterThanOrEqual(4);
  });
});
