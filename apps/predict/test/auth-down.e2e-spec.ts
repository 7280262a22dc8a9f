import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { heartPatient } from './heart-patient.js';
import { type RunningApp, startApp } from './running-app.js';
import { tokenFor, tokenIssuer } from './token-issuer.js';

const PATH = '/models/heart-disease/predict';
const freshToken = () => ({ Authorization: `Bearer ${tokenFor('predict')}` });

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'plumbline-auth-down-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

test('predict accepts tokens that it never saw while auth is down, and after a restart of its own', async () => {
  const issuer = await tokenIssuer();
  const environment = { AUTH_URL: issuer.url, PLUMBLINE_DATA_DIR: dataDir };
  const before = await startApp(environment);
  expect(await statusAt(before)).toBe(200);
  await issuer.close();
  expect(await statusAt(before)).toBe(200);
  await before.close();
  const after = await startApp(environment);
  expect(await statusAt(after)).toBe(200);
  expect((await fetch(`${after.url}/health/ready`)).status).toBe(200);
  await after.close();
});

async function statusAt(app: RunningApp): Promise<number> {
  return (await app.post(PATH, heartPatient, freshToken())).status;
}
