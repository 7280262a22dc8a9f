import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from '../until.js';
import { LoopCase } from './loop-case.js';
import { expectOneRun } from './one-run.js';

/** predict breaks between the steps from an alert to a run. */

let loop: LoopCase;

beforeEach(async () => {
  loop = await LoopCase.begin();
});
afterEach(() => loop.end());

test('predict killed after it accepted an alert and before it could ask Airflow starts one run when it is back', async () => {
  await loop.door.shut();
  const killed = await loop.predict();
  expect(await loop.alert(killed)).toBe('accepted');
  await killed.kill();
  expect(await loop.airflow.runs()).toEqual([]);
  await loop.door.open();
  const predict = await loop.predict();
  await loop.untilTrail(predict, 'the run', ({ state }) => state === 'running');
  await expectOneRun(loop, predict);
});

test('predict killed after Airflow took the run and before it knew takes the run as its own', async () => {
  const killed = await loop.predict();
  const lost = loop.door.nextAnswerLost();
  expect(await loop.alert(killed)).toBe('accepted');
  await lost;
  await killed.kill();
  expect(await loop.airflow.runs()).toHaveLength(1);
  const predict = await loop.predict();
  await loop.untilTrail(predict, 'the run', ({ state }) => state === 'running');
  await expectOneRun(loop, predict);
  expect(loop.door.triggers).toBe(2);
});

test('1,000 notifications at once to two replicas, one of which is killed, start one run', async () => {
  const [first, second] = [await loop.predict('first'), await loop.predict('second')];
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, (_, index) => loop.alert(index % 2 === 0 ? first : second)),
  );
  expect(answers.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
  expect(new Set(answers)).toEqual(new Set(['accepted', 'duplicate']));
  await first.kill();
  await loop.untilTrail(second, 'the run', ({ state }) => state === 'running');
  const { notifications } = await expectOneRun(loop, second);
  expect(notifications).toBe(1_000);
});

test('a record that is lost with its database finds the run that is there', async () => {
  const predict = await loop.predict();
  expect(await loop.alert(predict)).toBe('accepted');
  await loop.untilTrail(predict, 'the run', ({ state }) => state === 'running');
  await loop.database.pool.query('DELETE FROM predict.retrains');
  expect(await loop.alert(predict)).toBe('accepted');
  await until(async () => (await loop.trail(predict))[0]?.state === 'running', 'the run again');
  await expectOneRun(loop, predict);
  expect(await loop.metric(predict, 'retrain_triggers_total{outcome="exists"}')).toBe(1);
});
