import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningApp, startApp } from './running-app.js';
import { toyModels } from './toy-models.js';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp({
    PREDICT_MODELS_DIR: toyModels,
    PREDICT_DEFAULT_MODEL: 'rent',
    PREDICT_MAX_BATCH_ROWS: '3',
  });
});
afterAll(() => app.close());

const flat = { area: 40.5, rooms: 2, balcony: true, district: 'north' };
const predictions = () => app.metric('predictions_total{model="rent",version="1",prediction_result="value"}');
const runs = async () => (await app.metric('prediction_batch_size_count{model="rent",version="1"}')) ?? 0;

test('invalid rows are reported with their index, and no row is predicted', async () => {
  const before = [await predictions(), await runs()];
  const { status, body } = await app.post('/predict/batch', {
    instances: [flat, { ...flat, area: 'large' }, { rooms: 2.5, balcony: true, district: 'north' }],
  });
  expect(status).toBe(400);
  expect(body).toMatchObject({
    code: 'validation_failed',
    issues: [
      { path: ['instances', 1, 'area'], message: 'Invalid input: expected number, received string' },
      { path: ['instances', 2, 'area'], message: 'is required' },
      { path: ['instances', 2, 'rooms'], message: 'Invalid input: expected int, received number' },
    ],
  });
  expect([await predictions(), await runs()]).toEqual(before);
});

test('a batch of 1,000 rows of 200 features is not too complex', async () => {
  const row = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`f${index}`, 1]));
  const { body } = await app.post('/predict/batch', { instances: Array.from({ length: 1_000 }, () => row) });
  expect(body['code']).toBe('validation_failed');
});

describe('refused with one issue', () => {
  test.each<[string, unknown, (string | number)[]]>([
    ['a list', [flat], []],
    ['a single row', flat, ['instances']],
    ['instances that are no list', { instances: flat }, ['instances']],
    ['an empty list', { instances: [] }, ['instances']],
    ['more rows than allowed', { instances: [flat, flat, flat, flat] }, ['instances']],
    ['a row that is no object', { instances: [flat, null] }, ['instances', 1]],
    [
      'an infinite number',
      '{"instances": [{"area": 1e999, "rooms": 1, "balcony": true, "district": ""}]}',
      ['instances', 0, 'area'],
    ],
    ['a key beside instances', { instances: [flat], model: 'parity' }, ['model']],
    [
      'the key __proto__ beside instances',
      `{"__proto__": {}, "instances": [${JSON.stringify(flat)}]}`,
      ['__proto__'],
    ],
    [
      'the key __proto__ in a row',
      `{"instances": [${JSON.stringify(flat).replace('{', '{"__proto__": 1,')}]}`,
      ['instances', 0, '__proto__'],
    ],
  ])('%s', async (_, request, path) => {
    const { status, body } = await app.post('/models/rent/predict/batch', request);
    expect(status).toBe(400);
    expect((body['issues'] as { path: unknown }[])[0]?.path).toEqual(path);
  });
});
