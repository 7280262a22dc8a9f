import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { heartPatient } from './heart-patient.js';
import { startApp } from './running-app.js';

let database: TestDatabase;
let dataDir: string;
let storage: Record<string, string>;

beforeEach(async () => {
  database = await testDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'plumbline-restart-'));
  storage = { DATABASE_URL: database.url, PLUMBLINE_DATA_DIR: dataDir };
});
afterEach(async () => {
  await database.close();
  await rm(dataDir, { recursive: true });
});

test('a clean stop leaves every prediction in the database and nothing in the spool', async () => {
  const app = await startApp(storage);
  const answers = await Promise.all(
    Array.from({ length: 40 }, () => app.post('/models/heart-disease/predict', heartPatient)),
  );
  await app.close();
  const { rows } = await database.pool.query<{ id: string }>('SELECT id FROM predict.predictions');
  expect(rows.map(({ id }) => id).sort()).toEqual(answers.map(({ body }) => body['prediction_id']).sort());
  expect(await readdir(join(dataDir, 'spool'))).toEqual([]);
});
