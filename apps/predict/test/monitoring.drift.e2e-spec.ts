import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { driftAnswerSchema } from '../src/monitoring/evaluation/monitoring.schema.js';
import { evaluationSeries, MonitoredHeart, older } from './monitored-heart.js';
import { type RunningApp, startApp, tokenFor } from './running-app.js';
import { until } from '../../../test/until.js';

const HEART = 'model="heart-disease",version="1"';
const age = `${HEART},feature="age",method="wasserstein"`;

let heart: MonitoredHeart;
let database: TestDatabase;
let app: RunningApp;
beforeAll(async () => {
  heart = await MonitoredHeart.create();
});
afterAll(() => heart.repository.delete());
beforeEach(async () => {
  database = await testDatabase();
  app = await startApp({ ...heart.environment, DATABASE_URL: database.url });
});
afterEach(async () => {
  await app.close();
  await database.close();
});

async function untilWindowHolds(rows: number): Promise<void> {
  const size = `monitoring_window_size{${HEART},window="predictions"}`;
  await until(async () => (await app.metric(size)) === rows);
}

async function raised(): Promise<string[]> {
  const series = await evaluationSeries(app);
  return series.filter((line) => line.startsWith('feature_drift_detected') && line.endsWith(' 1'));
}

test('nothing is said of drift below the minimum of the window, and everything from it on', async () => {
  await heart.predict(app, 199);
  await untilWindowHolds(199);
  expect(await evaluationSeries(app)).toEqual([]);
  await heart.predict(app, 1);
  await untilWindowHolds(200);
  const names = (await evaluationSeries(app)).map((line) => line.split('{')[0]);
  expect(names.filter((name) => name === 'drift_score')).toHaveLength(13);
  expect(new Set(names).size).toBe(11);
  expect(await app.metric(`data_drift_detected{${HEART}}`)).toBe(0);
});

test('drift is raised for the feature that drifted and no other', async () => {
  await heart.predict(app, 400, older);
  await untilWindowHolds(400);
  expect(await raised()).toEqual([`feature_drift_detected{${age}} 1`]);
  expect(await app.metric(`drift_severity{${age}}`)).toBeGreaterThan(1);
  expect(await app.metric(`data_drift_score{${HEART}}`)).toBe(1 / 13);
});

test('the newest rows of the size make the window, and drift goes when they are as the reference again', async () => {
  await heart.predict(app, 400, older);
  await untilWindowHolds(400);
  await heart.predict(app, 400);
  await until(async () => (await raised()).length === 0);
  await untilWindowHolds(400);
});

test('rows leave the window with time, and below the minimum the gauges go', async () => {
  await heart.predict(app, 300);
  await untilWindowHolds(300);
  expect(await evaluationSeries(app)).not.toEqual([]);
  await database.pool.query(`
    UPDATE predict.predictions SET at = at - interval '1 hour'
    WHERE id IN (SELECT id FROM predict.predictions ORDER BY id LIMIT 101)`);
  await untilWindowHolds(199);
  expect(await evaluationSeries(app)).toEqual([]);
});

test('a column that cannot be compared has no value and its own error count; the others go on', async () => {
  await heart.predict(app, 250);
  await untilWindowHolds(250);
  await database.pool.query(`
    UPDATE predict.predictions SET features = features || '{"age": "sixty"}', at = at - interval '1 second'
    WHERE id = (SELECT max(id::text) FROM predict.predictions)::uuid`);
  await heart.predict(app, 1);
  await untilWindowHolds(251);
  const series = await evaluationSeries(app);
  expect(series.filter((line) => line.includes('feature="age"'))).toEqual([]);
  expect(series.filter((line) => line.startsWith('drift_score'))).toHaveLength(12);
  expect(await app.metric(`data_drift_score{${HEART}}`)).toBe(0);
  const errors = `monitoring_errors_total{${HEART},window="predictions",feature="age",reason="error"}`;
  expect(await app.metric(errors)).toBeGreaterThan(0);
});

test('the API answers what the gauges say', async () => {
  await heart.predict(app, 400, older);
  await untilWindowHolds(400);
  const { status, body } = await app.get('/models/heart-disease/drift?version=1', {
    Authorization: `Bearer ${tokenFor('monitor')}`,
  });
  expect(status).toBe(200);
  const { drift } = driftAnswerSchema.parse(body);
  const drifted = drift!.columns.filter((column) => column.drift?.drifted);
  expect(drifted.map(({ name }) => name)).toEqual(['age']);
  expect(drifted[0]!.drift!.score).toBe(await app.metric(`drift_score{${age}}`));
});
