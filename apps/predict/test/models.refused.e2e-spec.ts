import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningApp, startApp, tokenFor } from './running-app.js';
import { ScratchRepository } from './toy-models.js';

const repository = new ScratchRepository();
let app: RunningApp;
beforeAll(async () => {
  repository.remove('rent/1/golden.json');
  app = await startApp({ PREDICT_MODELS_DIR: repository.path, PREDICT_DEFAULT_MODEL: 'rent' });
});
afterAll(async () => {
  await app.close();
  repository.delete();
});

const routes = ['/models', '/models/rent', '/model-info'];

test.each(routes)('401: GET %s needs a token', async (path) => {
  const { status, body } = await app.get(path, { Authorization: '' });
  expect([status, body['code']]).toEqual([401, 'access_token_missing']);
});

test.each(routes)('403: GET %s needs the scope predict', async (path) => {
  const { status, body } = await app.get(path, { Authorization: `Bearer ${tokenFor('feedback')}` });
  expect([status, body['code']]).toEqual([403, 'insufficient_scope']);
});

test('404: a model that is not in the repository', async () => {
  const { status, body } = await app.get('/models/lease');
  expect([status, body['code']]).toEqual([404, 'model_not_found']);
});

test('503: /model-info while the default model has no champion to describe', async () => {
  const { status, body } = await app.get('/model-info');
  expect([status, body['code']]).toEqual([503, 'model_unavailable']);
});
