import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { LoggerService } from '@nestjs/common';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { type HangingDatabase, hangingDatabase } from './hanging-database.js';
import { type RunningApp, startApp, tokenFor } from './running-app.js';
import { ScratchRepository } from './toy-models.js';
import { until } from '../../../test/until.js';

/** After this time the driver gives up a connection; who waits for the database waits at least that long. */
const CONNECT_MS = 5_000;
/** How long a single call waits for a database that is not known to be away. */
const PATIENCE_MS = 1_000;
const headers = { Authorization: `Bearer ${tokenFor('models monitor')}`, Accept: 'application/json' };

let repository: ScratchRepository;
let database: TestDatabase;
let door: HangingDatabase;
let app: RunningApp;
let logged: string[];

beforeEach(async () => {
  logged = [];
  const keep = (entry: string | { message: string }, context?: unknown) =>
    void logged.push(`${String(context)}: ${typeof entry === 'string' ? entry : entry.message}`);
  const logger: LoggerService = { log: keep, warn: keep, error: keep };
  repository = new ScratchRepository();
  database = await testDatabase();
  door = await hangingDatabase(database.url);
  app = await startApp(
    {
      PREDICT_MODELS_DIR: repository.path,
      PREDICT_DEFAULT_MODEL: 'rent',
      PREDICT_MONITORING: 'on',
      DATABASE_URL: door.url,
    },
    { logger },
  );
});
afterEach(async () => {
  door.recover();
  await app.close();
  await door.close();
  await database.close();
  repository.delete();
});

async function timed(ask: () => Promise<{ status: number; body: Record<string, unknown> }>) {
  const startedAt = performance.now();
  const { status, body } = await ask();
  return { status, body, ms: performance.now() - startedAt };
}

const report = () => timed(() => app.get('/models/rent/report', headers));
const promote = (version: number) => timed(() => app.post('/models/rent/promote', { version }, headers));
const ofDatabase = () =>
  logged.filter((line) => /^(Database|Report|Promotion):/.test(line) && !line.includes('Moved the pointers'));

test('reports and promotions do not wait for a database that hangs, and the log reports it once', async () => {
  expect((await report()).body['history']).toEqual([]);
  door.hang();
  const first = await report();
  expect([first.status, first.body['history']]).toEqual([200, null]);
  expect(first.ms).toBeLessThan(CONNECT_MS);
  let ms = 0;
  const versions = [2, 2, 1, 2, 1];
  for (const version of versions) {
    const moved = await promote(version);
    expect([moved.status, moved.body['champion']]).toEqual([200, version]);
    ms += moved.ms + (await report()).ms;
  }
  expect(ms).toBeLessThan(2 * versions.length * PATIENCE_MS);
  expect(ofDatabase()).toEqual(['Database: The database does not answer']);
  door.recover();
  await until(async () => (await report()).body['history'] !== null);
  expect(ofDatabase()).toEqual([
    'Database: The database does not answer',
    'Database: The database answers again',
  ]);
});

test('a promotion that finds the database hanging moves the pointers all the same', async () => {
  door.hang();
  const { status, ms } = await promote(2);
  expect(status).toBe(200);
  expect(ms).toBeLessThan(CONNECT_MS);
});

test('feedback fails fast while the database hangs, predictions go on, and it is accepted afterwards', async () => {
  const predict = () => app.post('/predict', { area: 40, rooms: 2, balcony: true, district: 'north' });
  const id = (await predict()).body['prediction_id'];
  const send = () => timed(() => app.post('/feedback', { prediction_id: id, actual: 800 }));
  door.hang();
  const first = await Promise.all(Array.from({ length: 20 }, send));
  const later = [];
  for (let count = 0; count < 20; count += 1) later.push(await send());
  for (const { status, body } of [...first, ...later]) {
    expect([status, body['code']]).toEqual([503, 'feedback_unavailable']);
  }
  expect(Math.max(...first.map(({ ms }) => ms))).toBeLessThan(CONNECT_MS);
  expect(later.reduce((sum, { ms }) => sum + ms, 0)).toBeLessThan(later.length * PATIENCE_MS);
  expect(await app.metric('database_away')).toBe(1);
  expect((await predict()).status).toBe(200);
  door.recover();
  await until(async () => (await send()).status === 200);
  expect(await app.metric('database_away')).toBe(0);
});
