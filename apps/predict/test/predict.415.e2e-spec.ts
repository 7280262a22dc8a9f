import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningApp, startApp } from './running-app.js';
import { toyModels } from './toy-models.js';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp({ PREDICT_MODELS_DIR: toyModels, PREDICT_DEFAULT_MODEL: 'rent' });
});
afterAll(() => app.close());

const row = { area: 40.5, rooms: 2, balcony: true, district: 'north' };

test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream', 'application/xml'])(
  'a body of type %s is refused',
  async (type) => {
    const { status, body } = await app.post('/predict', row, { 'Content-Type': type });
    expect(status).toBe(415);
    expect(body['code']).toBe('unsupported_media_type');
  },
);

test('JSON may declare its character set', async () => {
  const { status } = await app.post('/predict', row, { 'Content-Type': 'application/json; charset=utf-8' });
  expect(status).toBe(200);
});
