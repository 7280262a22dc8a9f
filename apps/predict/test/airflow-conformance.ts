import { expect, test } from '@jest/globals';
import { Clock } from '@plumbline/tasks';
import type { Airflow, AirflowOptions } from '../src/retraining/airflow/airflow.js';
import { AirflowApi } from '../src/retraining/airflow/airflow-api.js';

/** An Airflow with the retraining DAG, whose runs stay in the state that a test sets. */
export interface AirflowSeat {
  readonly options: AirflowOptions;
  setPaused(paused: boolean): Promise<void>;
  setState(id: string, state: string): Promise<void>;
}

const CONF = { model: 'rent', f1: 0.61, samples: null, nested: { reasons: ['a'] } };

/** predict's client for an Airflow. */
export function connect(options: AirflowOptions, changes: Partial<AirflowOptions> = {}): Airflow {
  return AirflowApi.connect(
    { ...options, ...changes },
    { answered: () => {}, signedIn: () => {} },
    new Clock(),
  );
}

/** What retraining relies on in every release of Airflow. */
export function airflowConformance(seat: () => AirflowSeat): void {
  let count = 0;
  const newId = () => `retrain__rent__2026-05-01T10:00:00.000Z+${Date.now()}-${count++}`;
  const airflow = (changes: Partial<AirflowOptions> = {}) => connect(seat().options, changes);

  test('a run starts once, under its id and with its configuration', async () => {
    const id = newId();
    expect(await airflow().trigger(id, CONF)).toBe('created');
    expect(await airflow().trigger(id, { model: 'another' })).toBe('exists');
    expect(await airflow().run(id)).toEqual({ id, state: 'queued', conf: CONF });
  });

  test.each(['running', 'success', 'failed'])('a run that is %s has this state', async (state) => {
    const id = newId();
    await airflow().trigger(id, CONF);
    await seat().setState(id, state);
    expect((await airflow().run(id))?.state).toBe(state);
  });

  test('only queued and running runs are active', async () => {
    const [queued, running, ended] = [newId(), newId(), newId()];
    for (const id of [queued, running, ended]) await airflow().trigger(id, CONF);
    await seat().setState(running, 'running');
    await seat().setState(ended, 'success');
    const active = (await airflow().activeRuns()).map(({ id }) => id);
    expect(active).toEqual(expect.arrayContaining([queued, running]));
    expect(active).not.toContain(ended);
  });

  test('a run that does not exist is undefined', async () => {
    expect(await airflow().run('retrain__rent__never')).toBeUndefined();
  });

  test('a paused DAG is reported, and an unpaused one', async () => {
    await seat().setPaused(true);
    expect(await airflow().isPaused()).toBe(true);
    await seat().setPaused(false);
    expect(await airflow().isPaused()).toBe(false);
  });

  test('a wrong password can be tried again, for every request', async () => {
    const stranger = airflow({ password: 'wrong' });
    const answers = [stranger.activeRuns(), stranger.isPaused(), stranger.run('x')];
    for (const answer of answers) await expect(answer).rejects.toMatchObject({ name: 'AirflowUnavailable' });
  });

  test('a DAG that Airflow has not parsed yet can be tried again, and is named', async () => {
    const lost = airflow({ dagId: 'no_such_dag' });
    for (const ask of [() => lost.trigger(newId(), CONF), () => lost.isPaused()]) {
      await expect(ask()).rejects.toMatchObject({
        name: 'AirflowUnavailable',
        message: expect.stringContaining('no DAG no_such_dag'),
      });
    }
  });
}
