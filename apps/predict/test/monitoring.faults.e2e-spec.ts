import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '@plumbline/postgres';
import { evaluationSeries, MonitoredHeart } from './monitored-heart.js';
import { Replicas } from './replicas.js';
import type { RunningApp } from './running-app.js';
import { tokenFor } from './token-issuer.js';
import { serverFolder } from './server-folder.js';
import { until } from '../../../test/until.js';

const HEART = 'model="heart-disease",version="1"';
const ROWS = `monitoring_window_size{${HEART},window="predictions"}`;
const EVALUATED_AT = `monitoring_last_evaluation_timestamp_seconds{${HEART}}`;
const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));

let heart: MonitoredHeart;
let replicas: Replicas;
beforeAll(async () => {
  heart = await MonitoredHeart.create();
});
afterAll(() => heart.repository.delete());
beforeEach(async () => {
  replicas = await Replicas.create(heart.environment);
});
afterEach(() => replicas.close());

const errors = (app: RunningApp, labels: string) =>
  app.metric(`monitoring_errors_total{${labels}}`).then((count) => count ?? 0);

const monitor = (app: RunningApp, path: string) =>
  app.get(path, { Authorization: `Bearer ${tokenFor('monitor')}` });

test('an evaluation that exceeds its time is ended and counted, and the service continues', async () => {
  const app = await replicas.start({ PREDICT_MONITORING_BUDGET_MS: '1' });
  await until(async () => (await errors(app, 'reason="timeout"')) >= 2);
  expect(await heart.predict(app, 1)).toHaveLength(1);
  expect(await monitor(app, '/models/heart-disease/drift')).toMatchObject({
    status: 404,
    body: { code: 'not_evaluated' },
  });
});

test('during an outage of the database the last values stay and their age grows; then evaluations continue', async () => {
  const folder = await serverFolder('plumbline-monitoring-');
  const startPostgres = (): Promise<Database> =>
    openDatabase({ dataDir: folder, schema: 'predict', migrationsFolder: MIGRATIONS, poolSize: 1 });
  let server = await startPostgres();
  const app = await replicas.start({ DATABASE_URL: server.url });
  try {
    await heart.predict(app, 250);
    await until(async () => (await app.metric(ROWS)) === 250);
    await server.close();
    await until(async () => (await errors(app, 'reason="database"')) >= 3);
    const [before, evaluatedAt] = [await evaluationSeries(app), await app.metric(EVALUATED_AT)];
    await until(async () => (await errors(app, 'reason="database"')) >= 6);
    expect(before).not.toEqual([]);
    expect(await evaluationSeries(app)).toEqual(before);
    expect(await app.metric(EVALUATED_AT)).toBe(evaluatedAt);
    expect((await monitor(app, '/models/heart-disease/drift')).status).toBe(200);
    server = await startPostgres();
    await heart.predict(app, 10);
    await until(async () => (await app.metric(ROWS)) === 260);
  } finally {
    await replicas.stopLast();
    await server.close();
    await rm(folder, { recursive: true });
  }
});

test('an invalid profile is counted, and quality is still evaluated', async () => {
  const damaged = await MonitoredHeart.create();
  await writeFile(join(damaged.repository.path, 'heart-disease/1/profile.json'), '{}');
  const app = await replicas.start(damaged.environment);
  try {
    const answers = await heart.predict(app, 250);
    await heart.label(
      app,
      answers.map(({ prediction_id, prediction }) => ({ prediction_id, actual: prediction })),
    );
    const rejected = `${HEART},window="predictions",reason="profile"`;
    await until(async () => (await app.metric(ROWS)) === 250 && (await errors(app, rejected)) > 0);
    expect(await evaluationSeries(app)).toEqual([]);
    const quality = await monitor(app, '/models/heart-disease/quality');
    expect(quality.body).toMatchObject({ quality: { f1: 1 }, estimated_f1: null });
  } finally {
    await replicas.stopLast();
    damaged.repository.delete();
  }
});

describe('evaluation that is off', () => {
  test.each([
    ['PREDICT_MONITORING', 'Evaluation is off: PREDICT_MONITORING is off.'],
    ['PREDICT_LOG', 'Evaluation is off: PREDICT_LOG is off, so there are no predictions to evaluate.'],
  ])('with %s the routes say so', async (key, detail) => {
    const app = await replicas.start({ [key]: 'off' });
    for (const path of ['/models/heart-disease/drift', '/models/heart-disease/quality']) {
      expect(await monitor(app, path)).toMatchObject({
        status: 409,
        body: { code: 'monitoring_off', detail },
      });
    }
    expect(await app.metric(ROWS)).toBeUndefined();
  });
});

describe('the monitoring routes', () => {
  test.each([
    ['/models/nothing/drift', 404, 'model_not_found'],
    ['/models/heart-disease/quality?version=7', 404, 'model_version_not_found'],
    ['/models/heart-disease/drift?version=latest', 400, 'validation_failed'],
    ['/models/heart-disease/drift?versoin=1', 400, 'validation_failed'],
  ])('%s answer %i', async (path, status, code) => {
    expect(await monitor(await replicas.start(), path)).toMatchObject({ status, body: { code } });
  });

  test('need the scope monitor', async () => {
    const app = await replicas.start();
    for (const path of ['/models/heart-disease/drift', '/models/heart-disease/quality']) {
      expect(await app.get(path)).toMatchObject({ status: 403, body: { scope: 'monitor' } });
    }
  });
});
