import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { type RunningApp, startApp } from './running-app.js';
import { toyModels } from './toy-models.js';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp({
    PREDICT_MODELS_DIR: toyModels,
    PREDICT_DEFAULT_MODEL: 'rent',
    PREDICT_BODY_LIMIT_BYTES: '2048',
  });
});
afterAll(() => app.close());

test.each(['/predict', '/predict/batch', '/models/mood/predict'])(
  '%s refuses a body over the limit',
  async (path) => {
    const { status, body } = await app.post(path, { text: 'a'.repeat(2_048) });
    expect(status).toBe(413);
    expect(body).toMatchObject({ code: 'body_too_large', detail: expect.stringContaining('2048 bytes') });
  },
);

test('a compressed body counts with its full size', async () => {
  const packed = gzipSync(JSON.stringify({ text: 'a'.repeat(1_000_000) }));
  const response = await fetch(`${app.url}/predict`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Content-Encoding': 'gzip',
      Authorization: `Bearer ${app.token}`,
    },
    body: packed,
  });
  expect(packed.length).toBeLessThan(2_048);
  expect(response.status).toBe(413);
});

test('a body at the limit is read', async () => {
  const row = JSON.stringify({ area: 40.5, rooms: 2, balcony: true, district: 'north' });
  expect((await app.post('/predict', row.padEnd(2_048))).status).toBe(200);
});
