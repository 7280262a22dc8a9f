import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningApp, startApp } from './running-app.js';
import { readVersionFile, shippedModels, toyModels } from './toy-models.js';

interface Golden {
  readonly features: Record<string, unknown>;
  readonly prediction: string | number;
  readonly probabilities?: Record<string, number>;
}

const goldenOf = (repository: string, version: string) =>
  readVersionFile<Golden[]>(repository, version, 'golden.json').map((row, place) => [place, row] as const);

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the shipped models', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  describe.each([
    ['heart-disease', '/models/heart-disease/predict'],
    ['product-category', '/predict'],
  ])('%s', (model, path) => {
    test.each(goldenOf(shippedModels, `${model}/1`))(
      'answers golden row %i as scikit-learn does',
      async (_, row) => {
        const { status, body } = await app.post(path, row.features);
        expect(status).toBe(200);
        expect(body).toMatchObject({ model, version: 1, prediction: row.prediction });
        const probabilities = body['probabilities'] as Record<string, number>;
        for (const [name, expected] of Object.entries(row.probabilities ?? {})) {
          expect(Math.abs((probabilities[name] ?? NaN) - expected)).toBeLessThan(1e-4);
        }
      },
    );
  });

  test('the answer names the prediction, its model, the class, its probability and that of every class', async () => {
    const [, row] = goldenOf(shippedModels, 'heart-disease/1')[0] ?? [0, { features: {} }];
    const { body, headers } = await app.post('/models/heart-disease/predict', row.features);
    const probabilities = body['probabilities'] as Record<string, number>;
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(body).toEqual({
      prediction_id: expect.stringMatching(UUID_V7),
      model: 'heart-disease',
      version: 1,
      prediction: 'no_disease',
      probability: probabilities['no_disease'],
      probabilities: { no_disease: expect.any(Number), disease: expect.any(Number) },
      drift: [],
    });
  });

  test('answers are counted by class', async () => {
    const series = 'model="heart-disease",version="1",prediction_result="no_disease"';
    const before = (await app.metric(`predictions_total{${series}}`)) ?? NaN;
    const [, row] = goldenOf(shippedModels, 'heart-disease/1')[0] ?? [0, { features: {} }];
    await app.post('/models/heart-disease/predict', row.features);
    expect(await app.metric(`predictions_total{${series}}`)).toBe(before + 1);
    expect(await app.metric(`prediction_confidence_score_count{${series}}`)).toBe(before + 1);
  });

  test('each of several concurrent requests gets the answer for its row', async () => {
    const rows = goldenOf(shippedModels, 'heart-disease/1').flatMap(([, row]) => [row, row, row]);
    const answers = await Promise.all(
      rows.map((row) => app.post('/models/heart-disease/predict', row.features)),
    );
    expect(answers.map(({ body }) => body['prediction'])).toEqual(rows.map(({ prediction }) => prediction));
    expect(new Set(answers.map(({ body }) => body['prediction_id'])).size).toBe(rows.length);
  });
});

describe.each([
  ['with batching and the fast adapter', {}],
  ['without batching, on the stock adapter', { PREDICT_BATCHING: 'off', HTTP_ADAPTER: 'stock' }],
])('toy models %s', (_, settings) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({ PREDICT_MODELS_DIR: toyModels, PREDICT_DEFAULT_MODEL: 'rent', ...settings });
  });
  afterAll(() => app.close());

  const flat = { area: 40.5, rooms: 2, balcony: true, district: 'north' };

  test('a regression answers a number and no probability', async () => {
    expect((await app.post('/predict', flat)).body).toEqual({
      prediction_id: expect.stringMatching(UUID_V7),
      model: 'rent',
      version: 1,
      prediction: 896,
    });
    expect(await app.metric('predictions_total{model="rent",version="1",prediction_result="value"}')).toBe(1);
  });

  test('a version other than the champion answers when it is named', async () => {
    const { body } = await app.post('/models/rent/versions/2/predict', flat);
    expect(body).toMatchObject({ version: 2, prediction: 936.5 });
  });

  test.each<[string, Record<string, unknown>, string | number]>([
    ['rent', { ...flat, district: 'a district that is not listed' }, 496],
    ['parity', { number: 9_007_199_254_740_991 }, 'odd'],
    ['parity', { number: -2 }, 'even'],
    ['greeting', { word: 'goodbye' }, 'departure'],
    ['mood', { text: 'bad day', loud: true }, 'sad'],
    ['mood', { text: 'été à la mer 👍', loud: false }, 'neutral'],
  ])('%s answers %j', async (model, features, prediction) => {
    const { status, body } = await app.post(`/models/${model}/predict`, features);
    expect(status).toBe(200);
    expect(body['prediction']).toBe(prediction);
  });
});
