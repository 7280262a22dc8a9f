import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { heartPatient } from './heart-patient.js';
import { type RunningApp, startApp } from './running-app.js';
import { shippedModels } from './toy-models.js';
import { asVersion, filesOf, publish, publisher } from './uploads.js';

let database: TestDatabase;
let dataDir: string;
beforeAll(async () => {
  database = await testDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'plumbline-data-'));
});
afterAll(async () => {
  await database.close();
  rmSync(dataDir, { recursive: true });
});

const start = () => startApp({ DATABASE_URL: database.url, PLUMBLINE_DATA_DIR: dataDir });

/** Every file and folder that ships, with the pointers. */
function shipped(): unknown {
  const paths = readdirSync(shippedModels, { recursive: true, encoding: 'utf8' }).sort();
  return paths.map((path) =>
    path.endsWith('aliases.json') ? [path, readFileSync(join(shippedModels, path), 'utf8')] : path,
  );
}

async function versionOf(app: RunningApp): Promise<unknown> {
  return (await app.post('/models/heart-disease/predict', heartPatient)).body['version'];
}

test('published versions and moved pointers are stored in the data folder; the shipped models do not change', async () => {
  const before = shipped();
  const app = await start();
  try {
    const version2 = asVersion(filesOf(join(shippedModels, 'heart-disease/1')), 2);
    // Predict builds the profile of this version.
    delete version2['profile.json'];
    expect((await publish(app, 'heart-disease', version2)).body).toMatchObject({
      state: 'READY',
    });
    expect(await versionOf(app)).toBe(1);
    const { status } = await app.post('/models/heart-disease/promote', { version: 2 }, publisher);
    expect(status).toBe(200);
  } finally {
    await app.close();
  }
  expect(shipped()).toEqual(before);
  expect(readdirSync(join(dataDir, 'models/heart-disease')).sort()).toEqual(['1', '2', 'aliases.json']);
  const next = await start();
  try {
    expect(await versionOf(next)).toBe(2);
    expect((await next.post('/models/heart-disease/rollback', {}, publisher)).status).toBe(200);
    expect(await versionOf(next)).toBe(1);
  } finally {
    await next.close();
  }
  expect(shipped()).toEqual(before);
});
