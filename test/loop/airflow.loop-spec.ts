import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from '../until.js';
import { LoopCase } from './loop-case.js';
import { expectOneRun } from './one-run.js';

/** Airflow cannot, may not or does not want to start a run. */

let loop: LoopCase;

beforeEach(async () => {
  loop = await LoopCase.begin();
});
afterEach(() => loop.end());

/** The pauses between eight attempts are 1, 2, 4, ... 60 s: more than two minutes. */
const OUTAGE_ATTEMPTS = 8;

test('Airflow that is down for minutes gets the run when it is back, and is asked less and less meanwhile', async () => {
  await loop.door.shut();
  const shutAt = performance.now();
  const predict = await loop.predict();
  expect(await loop.alert(predict)).toBe('accepted');
  const waiting = await loop.untilTrail(
    predict,
    'the attempts',
    ({ attempts }) => attempts >= OUTAGE_ATTEMPTS,
  );
  expect(performance.now() - shutAt).toBeGreaterThan(120_000);
  expect(waiting.state).toBe('accepted');
  expect(waiting.reason).toContain('Airflow cannot be reached');
  expect(await loop.alert(predict)).toBe('duplicate');
  await loop.door.open();
  await loop.untilTrail(predict, 'the run', ({ state }) => state === 'running');
  await expectOneRun(loop, predict);
});

test('Airflow that takes requests and never answers does not keep predict from telling what waits', async () => {
  loop.door.silent = true;
  const predict = await loop.predict();
  expect(await loop.alert(predict)).toBe('accepted');
  await loop.untilTrail(predict, 'two attempts', ({ attempts }) => attempts >= 2);
  const told = 'retrain_run_state{model="heart-disease",state="accepted"}';
  await until(async () => (await loop.metric(predict, told)) === 1, 'the metric');
  loop.door.silent = false;
  await loop.untilTrail(predict, 'the run', ({ state }) => state === 'running');
  await expectOneRun(loop, predict);
});

test.each([404, 409, 429, 500, 503])(
  'Airflow that answers %i is asked again, and starts one run',
  async (status) => {
    loop.door.faults.push(status, status);
    const predict = await loop.predict();
    expect(await loop.alert(predict)).toBe('accepted');
    await loop.untilTrail(predict, 'the run', ({ state }) => state === 'running');
    await expectOneRun(loop, predict);
    expect(loop.door.triggers).toBe(3);
  },
);

test('a token that Airflow lets expire is renewed', async () => {
  const predict = await loop.predict();
  expect(await loop.alert(predict)).toBe('accepted');
  await loop.untilTrail(predict, 'the run', ({ state }) => state === 'running');
  const { holds } = await loop.airflow.freshToken('retrain', loop.shared.passwords.retrain);
  await until(async () => !(await holds()), 'the end of every token so far');
  const { attempts } = await expectOneRun(loop, predict);
  expect(attempts).toBe(1);
});

test('a run of a paused DAG waits, with a reason, until the DAG is unpaused', async () => {
  await loop.airflow.setPaused(true);
  const predict = await loop.predict();
  expect(await loop.alert(predict)).toBe('accepted');
  const waiting = await loop.untilTrail(predict, 'the reason', ({ reason }) => reason !== null);
  expect(waiting).toMatchObject({ state: 'queued', reason: expect.stringContaining('paused') as unknown });
  expect(await loop.metric(predict, 'retrain_dag_paused')).toBe(1);
  expect(await loop.alert(predict, '2026-05-01T11:00:00Z')).toBe('in_flight');
  await loop.airflow.setPaused(false);
  await loop.untilTrail(predict, 'the run', ({ state }) => state === 'running');
  await expectOneRun(loop, predict);
});

test('a run that fails half-way is told as failed, and is not begun again', async () => {
  const predict = await loop.predict();
  expect(await loop.alert(predict)).toBe('accepted');
  const { reason, notifications } = await expectOneRun(loop, predict, 'failed');
  expect(reason).toContain('failed');
  expect(await loop.alert(predict)).toBe('duplicate');
  expect(notifications).toBe(1);
  expect(await loop.metric(predict, `retrain_run_state{model="heart-disease",state="failed"}`)).toBe(1);
  expect(await loop.airflow.runs()).toHaveLength(1);
});
