import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { startPredict } from './predict-process.js';
import { tokenIssuer } from './token-issuer.js';
import { ScratchRepository, toyModels } from './toy-models.js';
import { until } from '../../../test/until.js';
import { asVersion, filesOf, formOf, publish, publisher } from './uploads.js';

let database: TestDatabase;
let issuer: Awaited<ReturnType<typeof tokenIssuer>>;
let repository: ScratchRepository;
let dataDir: string;
beforeAll(async () => {
  [database, issuer] = [await testDatabase(), await tokenIssuer()];
  repository = new ScratchRepository();
  dataDir = mkdtempSync(join(tmpdir(), 'plumbline-publish-'));
});
afterAll(async () => {
  await Promise.all([database.close(), issuer.close()]);
  repository.delete();
  rmSync(dataDir, { recursive: true });
});

const start = () =>
  startPredict({
    PREDICT_MODELS_DIR: repository.path,
    PREDICT_DEFAULT_MODEL: 'rent',
    DATABASE_URL: database.url,
    PLUMBLINE_DATA_DIR: dataDir,
    AUTH_URL: issuer.url,
  });
const tree = () => readdirSync(repository.path, { recursive: true, encoding: 'utf8' }).sort();

/** Sends half of a form and leaves it at that. */
async function sendHalf(url: string, form: FormData): Promise<void> {
  const body = Buffer.from(await new Response(form).arrayBuffer());
  const boundary = body.subarray(2, body.indexOf('\r\n')).toString();
  const { hostname, port } = new URL(url);
  const headers = {
    ...publisher,
    'Content-Type': `multipart/form-data; boundary=${boundary}`,
    'Content-Length': body.length,
  };
  const request = httpRequest({ hostname, port, method: 'POST', path: '/models/rent/versions', headers });
  request.on('error', () => undefined).write(body.subarray(0, body.length / 2));
}

test('after kill -9 during an upload nothing of it is served, and the next start removes the rest', async () => {
  const before = tree();
  const rent3 = asVersion(filesOf(join(toyModels, 'rent/1')), 3);
  const killed = await start();
  await sendHalf(killed.url, formOf(rent3));
  await until(() => tree().length > before.length);
  await killed.end('SIGKILL');
  expect(tree().length).toBeGreaterThan(before.length);
  const next = await start();
  try {
    expect(tree()).toEqual(before);
    expect(await next.metric('model_loaded{model="rent",version="3"}')).toBeUndefined();
    expect((await publish(next, 'rent', rent3)).status).toBe(201);
  } finally {
    await next.end('SIGTERM');
  }
});

/** Spread over the time that an upload takes, from its first byte to the answer. */
const KILLS = 8;

/** The version that another process finds, as the files of its folder; undefined if it is not there. */
function filesPublished(version: number): string[] | undefined {
  const folder = join(repository.path, 'rent', String(version));
  return existsSync(folder) ? readdirSync(folder).sort() : undefined;
}

test(`after kill -9 at ${KILLS} moments of publishing, a version is there as a whole or not at all`, async () => {
  const files = (version: number) => asVersion(filesOf(join(toyModels, 'rent/1')), version);
  let running = await start();
  const startedAt = performance.now();
  expect((await publish(running, 'rent', files(100))).status).toBe(201);
  const wholeMs = performance.now() - startedAt;
  const whole = filesPublished(100);
  const found: boolean[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const version = 101 + kill;
    const publishing = publish(running, 'rent', files(version)).catch(() => undefined);
    await sleep((wholeMs * (kill + 1)) / KILLS);
    await running.end('SIGKILL');
    const acknowledged = (await publishing)?.status === 201;
    running = await start();
    const isThere = filesPublished(version) !== undefined;
    found.push(isThere);
    expect(tree().filter((path) => path.includes('.uploading-'))).toEqual([]);
    if (acknowledged || isThere) expect(filesPublished(version)).toEqual(whole);
    const loaded = await running.metric(`model_loaded{model="rent",version="${version}"}`);
    expect(loaded).toBe(isThere ? 1 : undefined);
    const { status } = await publish(running, 'rent', files(version));
    expect(status).toBe(isThere ? 409 : 201);
    expect(filesPublished(version)).toEqual(whole);
  }
  await running.end('SIGTERM');
  expect(found).toContain(false);
});
