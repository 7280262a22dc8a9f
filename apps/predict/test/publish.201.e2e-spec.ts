import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ProfileBuild } from '../src/models/publishing/profile-builder.js';
import { type Answer, type RunningApp, startApp } from './running-app.js';
import { type ScratchApp, startScratchApp } from './scratch-app.js';
import { perfectReference } from './perfect-reference.js';
import { shippedModels, toyModels } from './toy-models.js';
import { until } from '../../../test/until.js';
import {
  asVersion,
  filesOf,
  formOf,
  publish,
  publisher,
  toyWarnings,
  type VersionFiles,
  withManifest,
  withReference,
} from './uploads.js';

const LIMIT = 100_000;
const rent = filesOf(join(toyModels, 'rent/1'));
const flat = { area: 10, rooms: 1, balcony: false, district: 'centre' };

let scratch: ScratchApp;
let database: ScratchApp['database'];
let repository: ScratchApp['repository'];
let app: RunningApp;

beforeAll(async () => {
  scratch = await startScratchApp({ PREDICT_MODEL_LIMIT_BYTES: String(LIMIT) });
  ({ database, repository, app } = scratch);
});
afterAll(() => scratch.close());

let last = 2;

/** The files of a version of rent that no test has published before, and its number. */
function nextRent(): { files: VersionFiles; version: number; path: string } {
  last += 1;
  return { files: asVersion(rent, last), version: last, path: join(repository.path, `rent/${last}`) };
}

/** The state of the profile of a version of rent. */
async function profileOf(version: number): Promise<Record<string, unknown>> {
  const { body } = await app.get<{ versions: { version: number; profile: Record<string, unknown> }[] }>(
    '/models/rent',
  );
  return body.versions.find((one) => one.version === version)?.profile ?? {};
}

const outcome = ({ status, body }: Answer) => [status, body['code']];

describe('201:', () => {
  test('a version is served at once under its number, and its champion stays', async () => {
    const before = readdirSync(join(repository.path, 'rent'));
    const { files, version, path } = nextRent();
    const { status, body } = await publish(app, 'rent', files);
    expect([status, body]).toEqual([
      201,
      { model: 'rent', version, state: 'READY', champion: false, warnings: toyWarnings },
    ]);
    expect((await app.post(`/models/rent/versions/${version}/predict`, flat)).status).toBe(200);
    expect((await app.post('/predict', flat)).body['version']).toBe(1);
    expect(readdirSync(join(repository.path, 'rent')).sort()).toEqual([...before, String(version)].sort());
    for (const [name, content] of Object.entries(files)) {
      expect(readFileSync(join(path, name))).toEqual(Buffer.from(content));
    }
  });

  test('each of its warnings is logged once', async () => {
    const logged = jest.spyOn(Logger.prototype, 'warn');
    const { files, version } = nextRent();
    await publish(app, 'rent', files);
    const records = logged.mock.calls.map(([record]: unknown[]) => record);
    logged.mockRestore();
    expect(records.filter((record) => JSON.stringify(record).includes('windows.feedback'))).toEqual([
      expect.objectContaining({ model: 'rent', version, warning: toyWarnings[0] }),
    ]);
  });

  test('it can be promoted and rolled back', async () => {
    const { files, version } = nextRent();
    await publish(app, 'rent', files);
    const promoted = await app.post('/models/rent/promote', { version }, publisher);
    expect([promoted.status, (await app.post('/predict', flat)).body['version']]).toEqual([200, version]);
    const back = await app.post('/models/rent/rollback', {}, publisher);
    expect([back.status, (await app.post('/predict', flat)).body['version']]).toEqual([200, 1]);
  });

  test('the first version of a new model, which becomes the champion by a promotion', async () => {
    const lease = withManifest(rent, (manifest) => (manifest['name'] = 'lease'));
    expect((await publish(app, 'lease', lease)).status).toBe(201);
    expect((await app.post('/models/lease/predict', flat)).status).toBe(503);
    expect((await app.post('/models/lease/promote', { version: 1 }, publisher)).status).toBe(200);
    expect((await app.post('/models/lease/predict', flat)).status).toBe(200);
  });

  test('a version has a reference profile, built here or uploaded', async () => {
    const { files, version, path } = nextRent();
    await publish(app, 'rent', files);
    const profile = readFileSync(join(path, 'profile.json'), 'utf8');
    rmSync(path, { recursive: true });
    await until(
      async () => (await app.post(`/models/rent/versions/${version}/predict`, flat)).status === 404,
    );
    expect((await publish(app, 'rent', { ...files, 'profile.json': profile })).status).toBe(201);
    expect(readFileSync(join(path, 'profile.json'), 'utf8')).toBe(profile);
  });

  test('a version whose windows make alerts meaningless or impossible, and the answer says why', async () => {
    const windows = { feedback: { size: 100, minimum: 20 }, predictions: { minimum: 2_000, max_age_s: 60 } };
    const small = withManifest(nextRent().files, (manifest) => (manifest['windows'] = windows));
    const { status, body } = await publish(app, 'rent', small);
    expect([status, body['warnings']]).toEqual([
      201,
      [
        'windows.feedback.minimum is 20: over fewer than 100 labels, scores vary by 0.1 or more by chance, which raises false alerts; require at least 100',
        'windows.predictions: a minimum of 2000 within a max_age_s of 60 needs 34 predictions per second; with fewer, no alert about the window can fire',
      ],
    ]);
    const judged = withManifest(nextRent().files, (manifest) => {
      manifest['windows'] = { feedback: { size: 150, minimum: 100 } };
    });
    expect((await publish(app, 'rent', judged)).body['warnings']).toEqual([]);
  });

  test('a version whose reference data cannot be used has no profile, and the answer says why', async () => {
    const { files, path } = nextRent();
    const bad = withReference(files, gzipSync('area,rooms,balcony,district,target\n10,,True,north,1\n'));
    const { status, body } = await publish(app, 'rent', bad);
    expect([status, body['state'], body['warnings']]).toEqual([
      201,
      'READY',
      [
        ...toyWarnings,
        'no profile: one value breaks a rule of the manifest:\n  row 1, column rooms: is required',
      ],
    ]);
    expect(readdirSync(path)).not.toContain('profile.json');
    const packed = await publish(app, 'rent', withReference(nextRent().files, 'hello'));
    expect([packed.status, packed.body['warnings']]).toEqual([
      201,
      [
        ...toyWarnings,
        'no profile: reference.csv.gz cannot be read: its name ends with .gz, but it is not gzip data',
      ],
    ]);
  });

  test('a version whose profile takes long is published before it, and the profile follows', async () => {
    const early = jest.spyOn(ProfileBuild.prototype, 'early').mockResolvedValue(undefined);
    const write = jest
      .spyOn(ProfileBuild.prototype, 'write')
      .mockResolvedValueOnce({ unusable: 'disk full' });
    try {
      const [unlucky, lucky] = [nextRent(), nextRent()];
      const { body } = await publish(app, 'rent', unlucky.files);
      expect(body['warnings']).toEqual([
        ...toyWarnings,
        'no profile yet: it is being built and follows; GET /models/{model} shows how far it is',
      ]);
      await until(async () => (await profileOf(unlucky.version))['reason'] === 'disk full');
      await publish(app, 'rent', lucky.files);
      await until(async () => (await profileOf(lucky.version))['state'] === 'READY');
    } finally {
      early.mockRestore();
      write.mockRestore();
    }
  });

  test('a version that is suspiciously right about its reference, and the answer says so', async () => {
    const heart = filesOf(join(shippedModels, 'heart-disease/1'));
    delete heart['profile.json'];
    delete heart['training.csv.gz'];
    const listed = withManifest(
      heart,
      ({ files }) => delete (files as Record<string, string>)['training.csv.gz'],
    );
    const { status, body } = await publish(
      app,
      'heart-disease',
      withReference(listed, gzipSync(perfectReference(300))),
    );
    expect([status, body['state'], body['warnings']]).toEqual([
      201,
      'READY',
      [
        'estimated F1: the model is right about all 300 labelled rows of its reference; the estimate is too high ' +
          'where the model was trained on these rows; give held-out rows',
        'estimated F1: the confidence band has no width, because no reference row shows its error',
      ],
    ]);
  });

  test('parts may come in any order, and in one body of unknown length', async () => {
    const form = new Response(formOf(Object.fromEntries(Object.entries(nextRent().files).reverse())));
    const response = await fetch(`${app.url}/models/rent/versions`, {
      method: 'POST',
      headers: { ...publisher, 'Content-Type': form.headers.get('content-type') as string },
      body: form.body,
      duplex: 'half',
    });
    expect(response.status).toBe(201);
  });
});

test('an existing file with the number of the version is not replaced', async () => {
  const { files, path } = nextRent();
  mkdirSync(path);
  expect(outcome(await publish(app, 'rent', files))).toEqual([409, 'version_exists']);
  expect(readdirSync(path)).toEqual([]);
});

test('another replica serves a published version within seconds', async () => {
  const other = await startApp({
    PREDICT_MODELS_DIR: repository.path,
    PREDICT_DEFAULT_MODEL: 'rent',
    DATABASE_URL: database.url,
  });
  try {
    const { files, version } = nextRent();
    await publish(app, 'rent', files);
    await until(
      async () => (await other.post(`/models/rent/versions/${version}/predict`, flat)).status === 200,
    );
  } finally {
    await other.close();
  }
});
