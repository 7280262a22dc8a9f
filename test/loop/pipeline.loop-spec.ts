import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { freePort } from '../../apps/cli/src/processes/index.js';
import { LoopCase, MODEL, sharedParts } from './loop-case.js';
import { expectOneRun } from './one-run.js';
import { type Part, startPipeline } from './parts.js';

/** The shipped DAG trains, and nothing comes of it. */

const ROWS = 800;

const shared = sharedParts();
const dvcRemote = join(shared.folder, 'dvc');
let port: number;
let pipeline: Awaited<ReturnType<typeof startPipeline>>;
let loop: LoopCase;
let predict: Part;

beforeAll(async () => {
  port = await freePort();
  const { folder, authUrl, adminPassword } = shared;
  const predictUrl = `http://127.0.0.1:${port}`;
  pipeline = await startPipeline({ folder, authUrl, adminPassword, predictUrl, dvcRemote });
});
afterAll(() => pipeline.stop());

beforeEach(async () => {
  loop = await LoopCase.begin({ ...shared, airflowUrl: pipeline.url, passwords: pipeline.passwords });
  loop.keepPort('first', port);
  predict = await loop.predict();
});
afterEach(async () => {
  await loop.end();
  rmSync(dvcRemote, { recursive: true, force: true });
});

/** What predict serves now. */
async function versions() {
  const described = await loop.client(predict).model(MODEL);
  return { champion: described.champion, versions: described.versions.map(({ version }) => version) };
}

test('challengers that are not better than the champion are not published, and not trained again and again', async () => {
  mkdirSync(dvcRemote);
  await loop.traffic(predict, 'steady', ROWS);
  expect(await loop.alert(predict)).toBe('accepted');
  await expectOneRun(loop, predict, 'success');
  expect(await versions()).toEqual({ champion: 1, versions: [1] });
  expect(await loop.alert(predict)).toBe('duplicate');
});

test('a training that fails half-way leaves the champion, is told as failed, and is not begun again', async () => {
  writeFileSync(dvcRemote, 'no folder');
  // A challenger is better, so that the data of its training are needed.
  await loop.traffic(predict, 'concept', ROWS);
  expect(await loop.alert(predict)).toBe('accepted');
  const { reason } = await expectOneRun(loop, predict, 'failed');
  expect(reason).toContain('failed');
  expect(await versions()).toEqual({ champion: 1, versions: [1] });
  expect(await loop.alert(predict)).toBe('duplicate');
});
