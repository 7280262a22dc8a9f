import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { driftAnswerSchema } from '../src/monitoring/api/monitoring.schema.js';
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

test('drift is evaluated from the minimum of the window on', async () => {
  await heart.predict(app, 199);
  await untilWindowHolds(199);
  expect(await evaluationSeries(app)).toEqual([]);
  await heart.predict(app, 1);
  await untilWindowHolds(200);
  const names = (await evaluationSeries(app)).map((line) => line.split('{')[0]);
  expect(names.filter((name) => name === 'drift_score')).toHaveLength(13);
  expect(new Set(names).size).toBe(12);
  expect(await app.metric(`data_drift_detected{${HEART}}`)).toBe(0);
});

test('only the feature that drifted is reported', async () => {
  await heart.predict(app, 400, older);
  await untilWindowHolds(400);
  expect(await raised()).toEqual([`feature_drift_detected{${age}} 1`]);
  expect(await app.metric(`drift_severity{${age}}`)).toBeGreaterThan(1);
  expect(await app.metric(`data_drift_score{${HEART}}`)).toBe(1 / 13);
});

test('the window has the newest rows, and drift ends when they match the reference again', async () => {
  await heart.predict(app, 400, older);
  await untilWindowHolds(400);
  await heart.predict(app, 400);
  await until(async () => (await raised()).length === 0);
  await untilWindowHolds(400);
});

test('rows leave the window with time, and below the minimum the gauges are removed', async () => {
  await heart.predict(app, 300);
  await untilWindowHolds(300);
  expect(await evaluationSeries(app)).not.toEqual([]);
  await database.pool.query(`
    UPDATE predict.predictions SET at = at - interval '1 hour'
    WHERE id IN (SELECT id FROM predict.predictions ORDER BY id LIMIT 101)`);
  await untilWindowHolds(199);
  expect(await evaluationSeries(app)).toEqual([]);
});

test('a column that cannot be compared has no value and is counted as an error; others have values', async () => {
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

test('the API returns the values of the gauges', async () => {
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
