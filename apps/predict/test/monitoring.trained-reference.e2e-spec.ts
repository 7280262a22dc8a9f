import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { qualityAnswerSchema } from '../src/monitoring/api/monitoring.schema.js';
import { heartWindows, MonitoredHeart } from './monitored-heart.js';
import { type RunningApp, startApp, tokenFor } from './running-app.js';
import { until } from '../../../test/until.js';

let heart: MonitoredHeart;
let database: TestDatabase;
let app: RunningApp;
beforeAll(async () => {
  heart = await MonitoredHeart.create(heartWindows, false);
  database = await testDatabase();
  app = await startApp({ ...heart.environment, DATABASE_URL: database.url });
});
afterAll(async () => {
  await app.close();
  await database.close();
  heart.repository.delete();
});

const authorization = { Authorization: `Bearer ${tokenFor('monitor')}` };

test('an F1 that is estimated from training rows has a warning', async () => {
  await heart.predict(app, 200);
  const quality = async () => {
    const { status, body } = await app.get('/models/heart-disease/quality', authorization);
    return status === 200 ? qualityAnswerSchema.parse(body) : undefined;
  };
  await until(async () => (await quality())?.estimated_f1 != null);
  expect((await quality())?.estimated_f1_warnings).toEqual([
    expect.stringMatching(/^estimated F1: the manifest says that the model was trained on its reference; /),
  ]);
  const report = await fetch(`${app.url}/models/heart-disease/report`, { headers: authorization });
  const page = await report.text();
  expect(page).toContain('the manifest says that the model was trained on its reference');
  expect(page).toContain('unreliable, see below');
});
