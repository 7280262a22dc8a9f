import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningApp, startApp } from './running-app.js';
import { readVersionFile, shippedModels, toyModels } from './toy-models.js';

let app: RunningApp;
let toys: RunningApp;
beforeAll(async () => {
  app = await startApp();
  toys = await startApp({
    PREDICT_MODELS_DIR: toyModels,
    PREDICT_DEFAULT_MODEL: 'rent',
    PREDICT_MAX_ROWS_PER_RUN: '16',
    PREDICT_MAX_BATCH_ROWS: '100',
  });
});
afterAll(() => Promise.all([app.close(), toys.close()]));

interface Row {
  readonly prediction_id: string;
  readonly prediction: string | number;
}

const rowsOf = (body: Record<string, unknown>) => body['predictions'] as Row[];
const flat = (area: number) => ({ area, rooms: 1, balcony: false, district: 'centre' });

test.each([
  ['heart-disease', '/models/heart-disease/predict/batch'],
  ['heart-disease', '/models/heart-disease/versions/1/predict/batch'],
  ['product-category', '/predict/batch'],
])('%s answers its golden rows in their order at %s', async (model, path) => {
  const golden = readVersionFile<{ features: object; prediction: string }[]>(
    shippedModels,
    `${model}/1`,
    'golden.json',
  );
  const { status, body } = await app.post(path, { instances: golden.map(({ features }) => features) });
  expect(status).toBe(200);
  expect(body).toMatchObject({ model, version: 1 });
  expect(rowsOf(body).map(({ prediction }) => prediction)).toEqual(
    golden.map(({ prediction }) => prediction),
  );
});

test('a row of a batch is answered as it is alone, with an id of its own', async () => {
  const [first] = readVersionFile<{ features: object }[]>(shippedModels, 'heart-disease/1', 'golden.json');
  const { body: alone } = await app.post('/models/heart-disease/predict', first?.features);
  const { body } = await app.post('/models/heart-disease/predict/batch', {
    instances: [first?.features, first?.features],
  });
  const { prediction, probability, probabilities } = alone;
  for (const row of rowsOf(body)) expect(row).toMatchObject({ prediction, probability, probabilities });
  expect(
    new Set([alone['prediction_id'], ...rowsOf(body).map(({ prediction_id }) => prediction_id)]).size,
  ).toBe(3);
});

test('a batch at the limit is cut into runs and keeps its order', async () => {
  const areas = Array.from({ length: 100 }, (_, place) => place + 1);
  const { status, body } = await toys.post('/predict/batch', { instances: areas.map(flat) });
  expect(status).toBe(200);
  expect(rowsOf(body).map(({ prediction }) => prediction)).toEqual(areas.map((area) => 80 + 12 * area));
  expect(await toys.metric('prediction_batch_size_count{model="rent",version="1"}')).toBe(7);
  expect(await toys.metric('predictions_total{model="rent",version="1",prediction_result="value"}')).toBe(
    100,
  );
  expect(await toys.metric('prediction_duration_seconds_count{model="rent",version="1"}')).toBe(100);
});

test('ids of a batch ascend in the order of its rows', async () => {
  const { body } = await toys.post('/predict/batch', { instances: [flat(1), flat(2), flat(3)] });
  const ids = rowsOf(body).map(({ prediction_id }) => prediction_id);
  expect(ids.toSorted()).toEqual(ids);
});
