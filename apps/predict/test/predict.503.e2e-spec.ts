import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type RunningApp, startApp } from './running-app.js';
import { ScratchRepository } from './toy-models.js';

let repository: ScratchRepository;
let app: RunningApp | undefined;
beforeEach(() => {
  repository = new ScratchRepository();
});
afterEach(async () => {
  await app?.close();
  app = undefined;
  repository.delete();
});

const start = async (settings = {}) =>
  (app = await startApp({ PREDICT_MODELS_DIR: repository.path, PREDICT_DEFAULT_MODEL: 'rent', ...settings }));

const flat = { area: 40.5, rooms: 2, balcony: true, district: 'north' };

test('a champion that failed its checks answers 503 with Retry-After; other models still answer', async () => {
  repository.remove('rent/1/golden.json');
  const { post, get } = await start();
  const { status, headers, body } = await post('/predict', flat);
  expect([status, headers.get('retry-after'), body['code']]).toEqual([503, '30', 'model_unavailable']);
  expect((await post('/models/rent/versions/2/predict', flat)).status).toBe(200);
  expect((await post('/models/parity/predict', { number: 1 })).status).toBe(200);
  expect((await get('/health')).body).toMatchObject({
    status: 'degraded',
    checks: { all_models: 'failing' },
  });
});

test('a version that failed its checks answers 503 with the reason', async () => {
  repository.remove('rent/2/golden.json');
  const { post } = await start();
  const { status, body } = await post('/models/rent/versions/2/predict/batch', { instances: [flat] });
  expect([status, body['code']]).toEqual([503, 'model_unavailable']);
  expect(body['detail']).toContain('golden.json is missing');
});

test('no key to verify tokens with, and auth away: 503 rather than 401', async () => {
  const { post } = await start({ AUTH_URL: 'http://127.0.0.1:1' });
  const { status, headers, body } = await post('/predict', flat);
  expect([status, body['code']]).toEqual([503, 'verification_keys_unavailable']);
  expect(headers.get('retry-after')).not.toBeNull();
});
