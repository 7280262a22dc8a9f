import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '@plumbline/postgres';
import { Load } from './load.js';
import { lossesOf, none } from './losses.js';
import { type PredictProcess, startPredict } from './predict-process.js';
import { tokenIssuer } from './token-issuer.js';
import { HeartRepository } from './toy-models.js';
import { serverFolder } from './server-folder.js';
import { until } from '../../../test/until.js';

/** How long the database is away: twice as long as every timeout and every pause between attempts on the way to it. */
const OUTAGE_MS = 20_000;
const CLIENTS = 4;
/** Slower than the load of other tests, since it lasts as long as the outage. */
const PACE_MS = 20;
const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));

const repository = new HeartRepository();
let folder: string;
let server: Database;
let issuer: Awaited<ReturnType<typeof tokenIssuer>>;
let predict: PredictProcess;
let load: Load;

beforeEach(async () => {
  folder = await serverFolder('plumbline-outage-');
  issuer = await tokenIssuer();
  server = await startPostgres();
  predict = await start();
  load = new Load(PACE_MS);
});
afterEach(async () => {
  await predict.end('SIGKILL');
  await Promise.all([server.close(), issuer.close()]);
  await rm(folder, { recursive: true });
});
afterAll(() => repository.delete());

/** A server that this test alone uses: closing stops it, opening again starts it on the same port and data. */
function startPostgres(): Promise<Database> {
  const dataDir = join(folder, 'server');
  return openDatabase({ dataDir, schema: 'predict', migrationsFolder: MIGRATIONS, poolSize: 2 });
}

function start(): Promise<PredictProcess> {
  const storage = { DATABASE_URL: server.url, PLUMBLINE_DATA_DIR: join(folder, 'data') };
  return startPredict({ ...storage, ...repository.environment, AUTH_URL: issuer.url });
}

/** Load before, during and after an outage; resolves when the database is back and the load has continued for a while. */
async function sufferOutage(end: () => Promise<unknown>): Promise<void> {
  const before = load.predicted.length + 100;
  let after = Infinity;
  const running = load.run(predict.url, CLIENTS, () => load.predicted.length >= after);
  await until(() => load.predicted.length >= before);
  await server.close();
  await end();
  expect(await predict.metric('prediction_log_pending')).toBeGreaterThan(0);
  expect((await fetch(`${predict.url}/health/ready`)).status).toBe(200);
  expect(await (await fetch(`${predict.url}/health`)).json()).toMatchObject({
    status: 'degraded',
    checks: { database: 'failing', prediction_log: 'ok' },
  });
  server = await startPostgres();
  after = load.predicted.length + 100;
  await running;
}

test('while the database is away under load, every prediction is answered and none is lost', async () => {
  await sufferOutage(() => pause(OUTAGE_MS));
  await until(async () => (await predict.metric('prediction_log_pending')) === 0);
  expect(load.broken).toEqual([]);
  expect(load.refused.filter(({ path }) => path !== '/feedback')).toEqual([]);
  expect(await lossesOf(load, server.pool)).toEqual(none);
});

test('feedback meanwhile is refused with 503 and Retry-After, and accepted afterwards', async () => {
  await sufferOutage(() => until(() => load.refused.length > 0));
  expect(new Set(load.refused.map(({ status }) => status))).toEqual(new Set([503]));
  expect(load.refused.every(({ retryAfter }) => Number(retryAfter) > 0)).toBe(true);
  const labelled = load.labelled.size;
  await load.run(predict.url, 1, () => load.labelled.size > labelled);
  expect(load.labelled.size).toBeGreaterThan(labelled);
});

test('after a kill while the database is away, the next start ships the spool to the database', async () => {
  const before = 100;
  await load.run(predict.url, CLIENTS, () => load.predicted.length >= before);
  await server.close();
  await load.run(predict.url, CLIENTS, () => load.predicted.length >= before + 200);
  await predict.end('SIGKILL');
  server = await startPostgres();
  expect((await lossesOf(load, server.pool)).predictions.length).toBeGreaterThan(0);
  predict = await start();
  await until(async () => (await predict.metric('prediction_log_pending')) === 0);
  expect(await lossesOf(load, server.pool)).toEqual(none);
});
