import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { Load } from './load.js';
import { lossesOf, none } from './losses.js';
import { type PredictProcess, startPredict } from './predict-process.js';
import { HeartRepository } from './toy-models.js';
import { tokenIssuer } from './token-issuer.js';
import { until } from '../../../test/until.js';

const KILLS = 4;
const CLIENTS = 8;
const MAX_ANSWERS = 400;

const repository = new HeartRepository();
let database: TestDatabase;
let issuer: Awaited<ReturnType<typeof tokenIssuer>>;
let dataDir: string;
beforeAll(async () => {
  [database, issuer] = [await testDatabase(), await tokenIssuer()];
  dataDir = await mkdtemp(join(tmpdir(), 'plumbline-kill-'));
});
afterAll(async () => {
  await Promise.all([database.close(), issuer.close()]);
  await rm(dataDir, { recursive: true });
  repository.delete();
});

function start(): Promise<PredictProcess> {
  const storage = { DATABASE_URL: database.url, PLUMBLINE_DATA_DIR: dataDir };
  return startPredict({ ...storage, ...repository.environment, AUTH_URL: issuer.url });
}

/** Kills the process at a random answer, with the other clients' requests in flight. */
async function killUnderLoad(load: Load): Promise<void> {
  const predict = await start();
  let left = 1 + Math.floor(Math.random() * MAX_ANSWERS);
  let killed: Promise<unknown> | undefined;
  load.onPredicted = () => {
    left -= 1;
    if (left <= 0) killed ??= predict.end('SIGKILL');
  };
  await load.run(predict.url, CLIENTS, () => killed !== undefined);
  await killed;
}

test(`after kill -9 at ${KILLS} random moments under load no acknowledged prediction is missing`, async () => {
  const load = new Load();
  for (let round = 0; round < KILLS; round += 1) await killUnderLoad(load);
  const survivor = await start();
  await until(async () => (await survivor.metric('prediction_log_pending')) === 0);
  expect(await survivor.end('SIGTERM')).toBe(0);
  expect(load.predicted.length).toBeGreaterThan(KILLS);
  expect(load.refused).toEqual([]);
  expect(await lossesOf(load, database.pool)).toEqual(none);
});

test('of two processes on the same data folder, a killed one loses nothing, and neither does the other', async () => {
  const load = new Load();
  const [victim, bystander] = [await start(), await start()];
  let alive = true;
  const victims = load.run(victim.url, CLIENTS / 2, () => !alive);
  const others = load.run(bystander.url, CLIENTS / 2, () => load.predicted.length >= 600);
  await until(() => load.predicted.length >= 200);
  alive = false;
  await Promise.all([victims, victim.end('SIGKILL')]);
  const heir = await start();
  await others;
  expect(await bystander.end('SIGTERM')).toBe(0);
  expect(await heir.end('SIGTERM')).toBe(0);
  expect(await lossesOf(load, database.pool)).toEqual(none);
  expect(await readdir(join(dataDir, 'spool'))).toEqual([]);
});
