import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { evaluationSeries, MonitoredHeart, older } from './monitored-heart.js';
import { type PredictProcess, startPredict } from './predict-process.js';
import { tokenIssuer } from './token-issuer.js';
import { until } from '../../../test/until.js';

const HEART = 'model="heart-disease",version="1"';
const EVALUATED_AT = `monitoring_last_evaluation_timestamp_seconds{${HEART}}`;

let heart: MonitoredHeart;
let issuer: Awaited<ReturnType<typeof tokenIssuer>>;
let database: TestDatabase;
let folders: string[];
let running: PredictProcess[];
beforeAll(async () => {
  [heart, issuer] = await Promise.all([MonitoredHeart.create(), tokenIssuer()]);
});
afterAll(async () => {
  heart.repository.delete();
  await issuer.close();
});
beforeEach(async () => {
  database = await testDatabase();
  [folders, running] = [[], []];
});
afterEach(async () => {
  await Promise.all(running.map((predict) => predict.end('SIGKILL')));
  await database.close();
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
});

async function start(environment: Record<string, string> = {}): Promise<PredictProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'plumbline-monitoring-'));
  folders.push(dataDir);
  const predict = await startPredict({
    ...heart.environment,
    DATABASE_URL: database.url,
    PLUMBLINE_DATA_DIR: dataDir,
    AUTH_URL: issuer.url,
    ...environment,
  });
  running.push(predict);
  return predict;
}

async function untilWindowHolds(predict: PredictProcess, rows: number): Promise<void> {
  const size = `monitoring_window_size{${HEART},window="predictions"}`;
  await until(async () => (await predict.metric(size)) === rows);
}

/** Evaluations made by a process, whatever came of them. */
async function evaluations(predict: PredictProcess): Promise<number> {
  const outcomes = ['computed', 'unchanged'];
  const counts = outcomes.map((outcome) =>
    predict.metric(`monitoring_evaluations_total{${HEART},outcome="${outcome}"}`),
  );
  return (await Promise.all(counts)).reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'after %s the gauges are back when it is ready',
  async (signal) => {
    const first = await start();
    await heart.predict(first, 300, older);
    await untilWindowHolds(first, 300);
    const before = await evaluationSeries(first);
    await first.end(signal);
    const second = await start({ PREDICT_MONITORING_INTERVAL_MS: '3600000' });
    expect(await evaluationSeries(second)).toEqual(before);
  },
);

test('an evaluation by another process has the same numbers, to the last bit', async () => {
  const first = await start();
  await heart.predict(first, 300, older);
  await untilWindowHolds(first, 300);
  const before = await evaluationSeries(first);
  await first.end('SIGKILL');
  const second = await start();
  await until(async () => (await evaluations(second)) > 0);
  const evaluatedAt = await second.metric(EVALUATED_AT);
  await until(async () => ((await second.metric(EVALUATED_AT)) ?? 0) > evaluatedAt!);
  expect(await evaluationSeries(second)).toEqual(before);
});

test('two replicas publish the same numbers, and one of them evaluates', async () => {
  const [left, right] = await Promise.all([start(), start()]);
  await Promise.all([heart.predict(left, 200), heart.predict(right, 200, older)]);
  await untilWindowHolds(left, 400);
  await untilWindowHolds(right, 400);
  await until(async () => isDeepStrictEqual(await evaluationSeries(left), await evaluationSeries(right)));
  const counts = await Promise.all([evaluations(left), evaluations(right)]);
  expect(Math.min(...counts)).toBe(0);
  expect(Math.max(...counts)).toBeGreaterThan(1);
});

test('when the replica that evaluates is killed, the other takes over', async () => {
  const first = await start();
  await until(async () => (await evaluations(first)) > 0);
  const second = await start();
  await heart.predict(second, 250);
  await untilWindowHolds(second, 250);
  expect(await evaluations(second)).toBe(0);
  await first.end('SIGKILL');
  await heart.predict(second, 10);
  await untilWindowHolds(second, 260);
  expect(await evaluations(second)).toBeGreaterThan(0);
});

test('when the replica that evaluates hangs, the server ends its connection and the other takes over', async () => {
  const first = await start({ PREDICT_MONITORING_BUDGET_MS: '1000' });
  await until(async () => (await evaluations(first)) > 0);
  const second = await start();
  first.pause();
  await heart.predict(second, 250);
  await untilWindowHolds(second, 250);
  expect(await evaluations(second)).toBeGreaterThan(0);
});
