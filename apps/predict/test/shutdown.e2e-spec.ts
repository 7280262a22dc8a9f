import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { Load } from './load.js';
import { lossesOf, none } from './losses.js';
import { startPredict } from './predict-process.js';
import { HeartRepository } from './toy-models.js';
import { tokenIssuer } from './token-issuer.js';
import { until } from '../../../test/until.js';

const ROUNDS = 2;
/** Long enough for the first readiness request after the signal on any machine. */
const DRAIN_MS = 5_000;
const CLIENTS = 16;

const repository = new HeartRepository();
let database: TestDatabase;
let issuer: Awaited<ReturnType<typeof tokenIssuer>>;
let dataDir: string;
beforeAll(async () => {
  [database, issuer] = [await testDatabase(), await tokenIssuer()];
  dataDir = await mkdtemp(join(tmpdir(), 'plumbline-shutdown-'));
});
afterAll(async () => {
  await Promise.all([database.close(), issuer.close()]);
  await rm(dataDir, { recursive: true });
  repository.delete();
});

async function isReady(url: string): Promise<boolean> {
  return (await fetch(`${url}/health/ready`)).status === 200;
}

test('SIGTERM under keep-alive load fails no request; the process exits with 0 and has stored every prediction', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const load = new Load();
    const predict = await startPredict({
      DATABASE_URL: database.url,
      PLUMBLINE_DATA_DIR: dataDir,
      AUTH_URL: issuer.url,
      ...repository.environment,
      PREDICT_DRAIN_MS: String(DRAIN_MS),
    });
    let ready = true;
    const running = load.run(predict.url, CLIENTS, () => !ready);
    await until(() => load.predicted.length >= 200);
    const exited = predict.end('SIGTERM');
    const atSignal = load.predicted.length;
    // A load balancer stops sending when readiness fails; requests it sent until then are answered.
    await until(async () => !(await isReady(predict.url)));
    await until(() => load.predicted.length > atSignal);
    ready = false;
    await running;
    expect(await exited).toBe(0);
    expect({ broken: load.broken, refused: load.refused }).toEqual({ broken: [], refused: [] });
    expect(await lossesOf(load, database.pool)).toEqual(none);
    expect(await readdir(join(dataDir, 'spool'))).toEqual([]);
  }
});
