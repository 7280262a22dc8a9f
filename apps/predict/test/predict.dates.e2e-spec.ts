import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type FeatureVersion, featureVersion } from './feature-versions.js';
import { type RunningApp, startApp } from './running-app.js';
import { ScratchRepository } from './toy-models.js';
import { publish } from './uploads.js';

let repository: ScratchRepository;
let app: RunningApp;

/** The graph adds up the numbers of a row, and counts NaN as 7. */
const stay: FeatureVersion = {
  graph: 'imputed',
  name: 'stay',
  features: [
    { name: 'arrival', type: 'date', minimum: '1970-01-01' },
    { name: 'departure', type: 'date', nullable: true },
  ],
  input: { datatype: 'FP32', shape: [-1, 2] },
  rows: [
    [{ arrival: '1970-01-11', departure: '1970-01-21T12:00:00Z' }, 30.5],
    [{ arrival: '1970-02-01', departure: null }, 38],
  ],
};

beforeAll(async () => {
  repository = new ScratchRepository();
  app = await startApp({ PREDICT_MODELS_DIR: repository.path, PREDICT_DEFAULT_MODEL: 'rent' });
  const { status, body } = await publish(app, 'stay', featureVersion(stay));
  expect([status, body['reasons']]).toEqual([201, undefined]);
});
afterAll(async () => {
  await app.close();
  repository.delete();
});

const predict = (row: unknown) => app.post('/models/stay/versions/1/predict', row);

test('dates reach the graph as days since 1970', async () => {
  for (const [row, value] of stay.rows) expect((await predict(row)).body['prediction']).toBe(value);
  const { body } = await app.post('/models/stay/versions/1/predict/batch', {
    instances: stay.rows.map(([row]) => row),
  });
  const predictions = body['predictions'] as { prediction: number }[];
  expect(predictions.map(({ prediction }) => prediction)).toEqual([30.5, 38]);
});

test.each<[unknown, string]>([
  ['yesterday', 'must be a date or date-time of ISO 8601, such as 2026-01-31 or 2026-01-31T12:00:00Z'],
  ['1969-12-31', 'must be 1970-01-01 or later'],
  [7, 'Invalid input: expected string, received number'],
  [null, 'must not be null'],
])('%j is refused', async (arrival, message) => {
  const { status, body } = await predict({ arrival, departure: null });
  expect([status, body['issues']]).toEqual([400, [{ path: ['arrival'], message }]]);
});
