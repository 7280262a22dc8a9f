import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type FeatureVersion, featureVersion } from './feature-versions.js';
import { type RunningApp, startApp } from './running-app.js';
import { ScratchRepository } from './toy-models.js';
import { publish } from './uploads.js';

let repository: ScratchRepository;
let app: RunningApp;

const port = { name: 'port', type: 'category', categories: ['Calais', 'Dover'], nullable: true };

/** The graph adds up the numbers of a row, and counts NaN as 7. */
const fare: FeatureVersion = {
  graph: 'imputed',
  name: 'fare',
  features: [
    { name: 'age', type: 'number', nullable: true, minimum: 0, maximum: 120 },
    { name: 'children', type: 'integer', nullable: true, fill: 100 },
    { name: 'first_class', type: 'boolean' },
    port,
  ],
  input: { datatype: 'FP32', shape: [-1, 4] },
  rows: [
    [{ age: 30, children: 2, first_class: true, port: 'Dover' }, 34],
    [{ age: null, children: 1, first_class: false, port: 'Calais' }, 8],
    [{ age: 40, children: null, first_class: false, port: null }, 139],
    [{ first_class: true }, 107],
  ],
};

beforeAll(async () => {
  repository = new ScratchRepository();
  app = await startApp({ PREDICT_MODELS_DIR: repository.path, PREDICT_DEFAULT_MODEL: 'rent' });
  const { status, body } = await publish(app, 'fare', featureVersion(fare));
  expect([status, body['reasons']]).toEqual([201, undefined]);
});
afterAll(async () => {
  await app.close();
  repository.delete();
});

const predict = (row: unknown) => app.post('/models/fare/versions/1/predict', row);
const predictBatch = (instances: unknown[]) =>
  app.post('/models/fare/versions/1/predict/batch', { instances });
const refusals = async (row: unknown) => {
  const { status, body } = await predict(row);
  return [status, body['issues']];
};

describe('a missing value of a nullable feature', () => {
  test.each(fare.rows)(
    'reaches the graph as NaN, as its fill, or as -1 for a category: %j',
    async (row, value) => {
      expect((await predict(row)).body['prediction']).toBe(value);
    },
  );

  test('is the same in a batch', async () => {
    const { body } = await predictBatch(fare.rows.map(([row]) => row));
    const predictions = body['predictions'] as { prediction: number }[];
    expect(predictions.map(({ prediction }) => prediction)).toEqual(fare.rows.map(([, value]) => value));
  });

  test('is counted by feature from a first 0 on, and is not outside the reference', async () => {
    const missing = (feature: string) =>
      app.metric(`feature_quality_total{model="fare",version="1",feature="${feature}",issue="missing"}`);
    const before = (await missing('port')) ?? NaN;
    const { body } = await predict({ age: 30, children: 2, first_class: true });
    expect(body['drift']).toEqual([]);
    expect(await missing('port')).toBe(before + 1);
    expect(await missing('first_class')).toBeUndefined();
  });
});

describe('a missing value is refused', () => {
  test('where the feature is not nullable, with its name', async () => {
    expect(await refusals({ age: 1, children: 1, port: 'Dover' })).toEqual([
      400,
      [{ path: ['first_class'], message: 'is required' }],
    ]);
    expect(await refusals({ age: 1, children: 1, port: 'Dover', first_class: null })).toEqual([
      400,
      [{ path: ['first_class'], message: 'must not be null' }],
    ]);
  });

  test('in a batch with its row', async () => {
    const { status, body } = await predictBatch([{ first_class: true }, { first_class: null }]);
    expect([status, body['issues']]).toEqual([
      400,
      [{ path: ['instances', 1, 'first_class'], message: 'must not be null' }],
    ]);
  });

  test('in the reference where the feature is not nullable', async () => {
    const { status, body } = await publish(
      app,
      'strict',
      featureVersion({
        ...fare,
        name: 'strict',
        features: [...fare.features.slice(0, 3), { ...port, nullable: false }],
        rows: [fare.rows[0]!, fare.rows[1]!],
        reference: fare.rows,
      }),
    );
    expect(status).toBe(201);
    expect(body['warnings']).toContainEqual(
      expect.stringMatching(
        /^no profile: 2 values break rules of the manifest:\s+row 3, column port: is required/,
      ),
    );
  });
});

test('a datatype that has no value for what is missing needs a fill', async () => {
  const whole: FeatureVersion = {
    ...fare,
    name: 'whole',
    input: { datatype: 'INT64', shape: [-1, 4] },
    features: [{ name: 'age', type: 'integer', nullable: true }, ...fare.features.slice(1)],
  };
  const { status, body } = await publish(app, 'whole', featureVersion(whole));
  expect(status).toBe(400);
  expect(body['reasons']).toEqual([
    'manifest.json: inputs.0.features.0: age is nullable, so fill is required: INT64 has no value for what is missing',
  ]);
});

test('OpenAPI shows which features may be left out', async () => {
  const { body } = await app.get('/docs/json');
  const schemas = (body['components'] as { schemas: Record<string, { required: string[] }> }).schemas;
  expect(schemas['fare-1']?.required).toEqual(['first_class']);
});
