import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningApp, startApp } from './running-app.js';
import { ScratchRepository } from './toy-models.js';

const flat = (area: number) => ({ area, rooms: 1, balcony: false, district: 'centre' });

let repository: ScratchRepository;
let app: RunningApp;

beforeAll(async () => {
  repository = new ScratchRepository();
  repository.edit('rent/1', 'manifest.json', (manifest) => (manifest['cache'] = { entries: 2 }));
  app = await startApp({ PREDICT_MODELS_DIR: repository.path, PREDICT_DEFAULT_MODEL: 'rent' });
});
afterAll(async () => {
  await app.close();
  repository.delete();
});

const metric = (name: string, version = 1) => app.metric(`${name}{model="rent",version="${version}"}`);

test('an equal row gets the same prediction from the cache, under an id of its own, and is counted', async () => {
  const [first, second] = [await ask(flat(10)), await ask(flat(10))];
  expect(second.body['prediction']).toBe(first.body['prediction']);
  expect(second.body['prediction_id']).not.toBe(first.body['prediction_id']);
  for (const { body } of [first, second]) {
    const feedback = await app.post('/feedback', { prediction_id: body['prediction_id'], actual: 200 });
    expect(feedback.status).toBe(200);
  }
  expect(await app.metric('predictions_total{model="rent",version="1",prediction_result="value"}')).toBe(2);
  expect(await metric('prediction_cache_hits_total')).toBe(1);
  expect(await metric('prediction_cache_misses_total')).toBe(1);
});

test('batches use it too, and it keeps as many predictions as the manifest says', async () => {
  const { body } = await app.post('/models/rent/versions/1/predict/batch', {
    instances: [flat(10), flat(20), flat(30)],
  });
  const predictions = body['predictions'] as { prediction: number }[];
  expect(predictions.map(({ prediction }) => prediction)).toEqual([200, 320, 440]);
  expect(await metric('prediction_cache_hits_total')).toBe(2);
  expect(await metric('cache_size')).toBe(2);
});

test('a version without it has none of its metrics', async () => {
  await app.post('/models/rent/versions/2/predict', flat(10));
  expect(await metric('cache_size', 2)).toBeUndefined();
  expect(await metric('prediction_cache_misses_total', 2)).toBeUndefined();
});

function ask(features: object) {
  return app.post('/models/rent/versions/1/predict', features);
}
