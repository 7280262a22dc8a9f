import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningApp, startApp, tokenFor } from './running-app.js';
import { toyModels } from './toy-models.js';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp({ PREDICT_MODELS_DIR: toyModels, PREDICT_DEFAULT_MODEL: 'rent' });
});
afterAll(() => app.close());

const routes = [
  '/predict',
  '/predict/batch',
  '/models/rent/predict',
  '/models/rent/predict/batch',
  '/models/rent/versions/1/predict',
  '/models/rent/versions/1/predict/batch',
];
const expired = { exp: Math.floor(Date.now() / 1000) - 60 };

test.each(routes)('%s without a token asks for one', async (path) => {
  const { status, headers, body } = await app.post(path, {}, { Authorization: '' });
  expect(status).toBe(401);
  expect(headers.get('www-authenticate')).toBe('Bearer');
  expect(body['code']).toBe('access_token_missing');
});

test.each<[string, () => string]>([
  ['expired', () => tokenFor('predict', expired)],
  ['of another issuer', () => tokenFor('predict', { iss: 'http://elsewhere' })],
  ['for another audience', () => tokenFor('predict', { aud: 'other' })],
  ['with a changed payload', () => tokenFor('predict').replace(/\.[^.]+\./, '.e30.')],
  ['that is no token', () => 'abc'],
])('a token %s is refused before the body is read', async (_, token) => {
  const { status, headers, body } = await app.post(
    '/predict',
    { not: 'a row' },
    { Authorization: `Bearer ${token()}` },
  );
  expect(status).toBe(401);
  expect(headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token"/);
  expect(body['code']).toBe('access_token_invalid');
});

test('a large body is read for those with a token', async () => {
  const row = { text: 'x'.repeat(100_000) };
  expect((await app.post('/predict', row)).status).toBe(400);
});
