import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { accuracy, averageScores, ConfusionCounts } from '@plumbline/evaluation';
import { type Database, openDatabase } from '@plumbline/postgres';
import { PredictDatabase } from '../src/database/predict-database.js';
import { FeedbackRepository } from '../src/feedback/feedback.repository.js';
import { type RunningApp, startApp } from './running-app.js';
import { serverFolder } from './server-folder.js';
import { toyModels } from './toy-models.js';
import { until } from '../../../test/until.js';

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));
const PARITY = 'model="parity",version="1"';
const run = promisify(execFile);

interface Row {
  readonly id: string;
  readonly predicted: string;
  readonly actual: string;
}

let folder: string;
let server: Database;
let apps: RunningApp[];

beforeEach(async () => {
  folder = await serverFolder('plumbline-lost-');
  server = await startPostgres();
  apps = [];
});
afterEach(async () => {
  for (const app of apps) await app.close();
  await server.close();
  await rm(folder, { recursive: true });
});

/** A server that this test alone uses: closing stops it, opening again starts it on the same port and data. */
function startPostgres(): Promise<Database> {
  const dataDir = join(folder, 'server');
  return openDatabase({ dataDir, schema: 'predict', migrationsFolder: MIGRATIONS, poolSize: 2 });
}

const data = () => join(folder, 'server/postgres/cluster/data');

/** Copies the data of the server, with every prediction so far; it is stopped meanwhile. */
async function backUp(): Promise<void> {
  for (const app of apps) await until(async () => (await app.metric('prediction_log_pending')) === 0);
  await server.close();
  await run('cp', ['-a', data(), join(folder, 'backup')]);
  server = await startPostgres();
}

async function restore(): Promise<void> {
  await server.close();
  await rm(data(), { recursive: true });
  await run('cp', ['-a', join(folder, 'backup'), data()]);
  server = await startPostgres();
}

async function replica(): Promise<RunningApp> {
  const models = { PREDICT_MODELS_DIR: toyModels, PREDICT_DEFAULT_MODEL: 'parity' };
  const app = await startApp({ ...models, DATABASE_URL: server.url });
  apps.push(app);
  return app;
}

/** Predicts numbers, and returns them with labels to send. */
async function predicted(app: RunningApp, count: number, right: boolean): Promise<Row[]> {
  const rows: Row[] = [];
  for (let number = 0; number < count; number += 1) {
    const { body } = await app.post('/predict', { number: number % 10 });
    const [id, answer] = [String(body['prediction_id']), String(body['prediction'])];
    const wrong = answer === 'odd' ? 'even' : 'odd';
    rows.push({ id, predicted: answer, actual: right ? answer : wrong });
  }
  return rows;
}

async function label(app: RunningApp, rows: readonly Row[]): Promise<void> {
  const feedback = rows.map(({ id, actual }) => ({ prediction_id: id, actual }));
  await until(async () => (await app.post('/feedback/batch', { feedback })).status === 200);
}

/** Resolves when every replica shows the quality of these rows, the last 20 of them. */
async function showQualityOf(rows: readonly Row[]): Promise<void> {
  const counts = new ConfusionCounts(['even', 'odd']);
  for (const { actual, predicted: answer } of rows.slice(-20)) counts.add(actual, answer);
  const scores = averageScores(counts, { average: 'binary', positiveClass: 'odd' });
  const expected = [counts.total, scores?.f1, accuracy(counts)];
  for (const app of apps) {
    await until(async () => isDeepStrictEqual(await shownBy(app), expected));
  }
}

async function shownBy(app: RunningApp) {
  return [
    await app.metric(`monitoring_window_size{${PARITY},window="feedback"}`),
    await app.metric(`prediction_f1_score{${PARITY}}`),
    await app.metric(`model_accuracy{${PARITY},attribute="prediction"}`),
  ];
}

test('after the database lost commits, every replica shows the labels that are left and later ones', async () => {
  const [writer] = [await replica(), await replica()];
  const [first, lost, last] = [
    await predicted(writer, 10, true),
    await predicted(writer, 8, false),
    await predicted(writer, 9, true),
  ];
  await label(writer, first);
  await showQualityOf(first);
  await backUp();
  await label(writer, lost);
  await showQualityOf([...first, ...lost]);
  await restore();
  await showQualityOf(first);
  for (const app of apps)
    expect(await app.metric(`feedback_changes_lost_total{${PARITY}}`)).toBe(lost.length);
  await label(writer, last);
  await showQualityOf([...first, ...last]);
});

test('labels with the positions of lost ones are shown', async () => {
  const [writer] = [await replica(), await replica()];
  const [first, lost, others] = [
    await predicted(writer, 10, true),
    await predicted(writer, 8, false),
    await predicted(writer, 9, true),
  ];
  await label(writer, first);
  await backUp();
  await label(writer, lost);
  await showQualityOf([...first, ...lost]);
  await restore();
  const labels = others.map((row) => ({ ...row, model: 'parity', version: 1 }));
  await new FeedbackRepository(new PredictDatabase(server)).save(labels);
  await showQualityOf([...first, ...others]);
  expect((await server.pool.query('SELECT count(*)::int AS rows FROM predict.feedback')).rows).toEqual([
    { rows: first.length + others.length },
  ]);
});
