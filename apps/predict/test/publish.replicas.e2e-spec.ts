import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { startPredict } from './predict-process.js';
import { type RunningApp, startApp } from './running-app.js';
import { tokenIssuer } from './token-issuer.js';
import { ScratchRepository, toyModels } from './toy-models.js';
import { timersBut } from './timers.js';
import { until } from '../../../test/until.js';
import { filesOf, formOf, publisher, withManifest } from './uploads.js';

const TWO_HOURS_MS = 7_200_000;

let database: TestDatabase;
let repository: ScratchRepository;
let issuer: Awaited<ReturnType<typeof tokenIssuer>>;
let writer: RunningApp;

beforeEach(async () => {
  // A sign of life is due when the test says so.
  jest.useFakeTimers({ doNotFake: timersBut('setTimeout', 'clearTimeout') });
  [database, issuer] = [await testDatabase(), await tokenIssuer()];
  repository = new ScratchRepository();
  writer = await startApp(settings());
});
afterEach(async () => {
  jest.useRealTimers();
  await writer.close();
  await Promise.all([database.close(), issuer.close()]);
  repository.delete();
});

const settings = () => ({
  PREDICT_MODELS_DIR: repository.path,
  PREDICT_DEFAULT_MODEL: 'rent',
  DATABASE_URL: database.url,
});

const staging = () =>
  readdirSync(join(repository.path, 'rent')).filter((name) => name.startsWith('.uploading-'));

/** Sends half of a form; the function that it returns sends the rest and resolves to the status of the answer. */
async function sendHalf(form: FormData): Promise<() => Promise<number | undefined>> {
  const body = Buffer.from(await new Response(form).arrayBuffer());
  const boundary = body.subarray(2, body.indexOf('\r\n')).toString();
  const { hostname, port } = new URL(writer.url);
  const headers = {
    ...publisher,
    'Content-Type': `multipart/form-data; boundary=${boundary}`,
    'Content-Length': body.length,
  };
  const request = httpRequest({ hostname, port, method: 'POST', path: '/models/rent/versions', headers });
  const status = new Promise<number | undefined>((resolve, reject) => {
    request.once('error', reject).once('response', (answer) => resolve(answer.resume().statusCode));
  });
  status.catch(() => undefined);
  request.write(body.subarray(0, body.length / 2));
  return () => {
    request.end(body.subarray(body.length / 2));
    return status;
  };
}

test('a starting replica does not remove a long upload to another replica', async () => {
  const card = 'x'.repeat(400_000);
  const files = withManifest({ ...filesOf(join(toyModels, 'rent/1')), 'model-card.md': card }, (manifest) => {
    const { files: hashes } = manifest as { files: Record<string, string> };
    hashes['model-card.md'] = createHash('sha256').update(card).digest('hex');
    manifest['version'] = 3;
  });
  // Large, since an upload has to move on each minute.
  const sendRest = await sendHalf(formOf(files));
  const folder = await until(() => {
    const [name = ''] = staging();
    const path = join(repository.path, 'rent', name);
    // The last file: none that follows changes the time of the folder.
    return existsSync(join(path, 'model-card.md')) && path;
  });
  const begun = new Date(Date.now() - TWO_HOURS_MS);
  utimesSync(folder, begun, begun);
  await jest.advanceTimersByTimeAsync(60_000);
  await until(() => statSync(folder).mtimeMs > begun.getTime());
  const other = await startPredict({
    ...settings(),
    PLUMBLINE_DATA_DIR: join(repository.path, '../other'),
    AUTH_URL: issuer.url,
  });
  await other.end('SIGTERM');
  expect(staging()).toHaveLength(1);
  expect(await sendRest()).toBe(201);
  expect(readdirSync(join(repository.path, 'rent/3'))).not.toContain('.alive');
});
