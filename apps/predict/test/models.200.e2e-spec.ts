import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningApp, startApp } from './running-app.js';
import { readVersionFile, ScratchRepository, zipMapModel } from './toy-models.js';
import { toyWarnings } from './uploads.js';
import { cpSync } from 'node:fs';
import { join } from 'node:path';

const repository = new ScratchRepository();
let app: RunningApp;
beforeAll(async () => {
  cpSync(zipMapModel, join(repository.path, 'zipmap'), { recursive: true });
  app = await startApp({ PREDICT_MODELS_DIR: repository.path, PREDICT_DEFAULT_MODEL: 'rent' });
});
afterAll(async () => {
  await app.close();
  repository.delete();
});

const rentManifest = readVersionFile<Record<string, unknown>>(repository.path, 'rent/1', 'manifest.json');

/** The part of a version that lists and details share. */
const rentVersion = (version: number, champion: boolean, parent: number | null) => ({
  version,
  champion,
  state: 'READY',
  host: 'service',
  description: 'Toy model rent',
  task: 'regression',
  model_type: 'LinearRegression',
  created_at: '2026-01-01T00:00:00Z',
  parent_version: parent,
  metrics: { mae: 1.5, rmse: 2.5, r2: 0.9, holdout_rows: 100 },
});

describe('GET /models', () => {
  test('lists every model with its versions and marks the default model', async () => {
    const { status, body } = await app.get('/models');
    const models = body['models'] as { name: string; default: boolean }[];
    expect(status).toBe(200);
    expect(models.map(({ name }) => name)).toEqual(['greeting', 'mood', 'parity', 'rent', 'zipmap']);
    expect(models.find(({ name }) => name === 'rent')).toEqual({
      name: 'rent',
      default: true,
      champion: 1,
      previous: null,
      challenger: null,
      versions: [rentVersion(1, true, null), rentVersion(2, false, 1)],
    });
  });

  test('shows a version that failed its checks as UNAVAILABLE with the reason, and as not loaded in the metrics', async () => {
    const { body } = await app.get('/models');
    expect((body['models'] as unknown[]).at(-1)).toEqual({
      name: 'zipmap',
      default: false,
      champion: null,
      previous: null,
      challenger: null,
      versions: [{ version: 1, state: 'UNAVAILABLE', reason: expect.stringContaining('zipmap=False') }],
    });
    expect(await app.metric('model_loaded{model="zipmap",version="1"}')).toBe(0);
    expect(await app.metric('model_loaded{model="rent",version="2"}')).toBe(1);
  });
});

describe('GET /models/{model}', () => {
  test('adds the signature of each version', async () => {
    const { status, body } = await app.get('/models/rent');
    const { features, inputs, outputs } = rentManifest;
    expect(status).toBe(200);
    expect((body['versions'] as unknown[])[0]).toEqual({
      ...rentVersion(1, true, null),
      features,
      inputs,
      outputs,
      classes: null,
      positive_class: null,
      threshold: null,
      f1_average: null,
      warnings: toyWarnings,
      profile: { state: 'ABSENT', reason: null },
    });
  });
});

describe('GET /model-info', () => {
  test('describes the version that answers POST /predict', async () => {
    const { status, body } = await app.get('/model-info');
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'rent', ...rentVersion(1, true, null) });
  });
});
