import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningApp, startApp } from './running-app.js';
import { toyModels } from './toy-models.js';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp({ PREDICT_MODELS_DIR: toyModels, PREDICT_DEFAULT_MODEL: 'rent' });
});
afterAll(() => app.close());

test.each([
  ['/models/lease/predict', 'model_not_found'],
  ['/models/lease/predict/batch', 'model_not_found'],
  ['/models/lease/versions/1/predict', 'model_not_found'],
  ['/models/__proto__/predict', 'model_not_found'],
  ['/models/..%2f..%2fetc/predict', 'model_not_found'],
  ['/models/rent/versions/3/predict', 'model_version_not_found'],
  ['/models/rent/versions/01/predict', 'model_version_not_found'],
  ['/models/rent/versions/0/predict', 'model_version_not_found'],
  ['/models/rent/versions/latest/predict', 'model_version_not_found'],
  ['/models/rent/versions/99999999999999999999/predict/batch', 'model_version_not_found'],
  ['/models/rent/predict/more', 'route_not_found'],
])('%s answers 404 %s', async (path, code) => {
  const { status, headers, body } = await app.post(path, {});
  expect(status).toBe(404);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(body['code']).toBe(code);
});

test('a name from the path is cut short in the answer', async () => {
  const { body } = await app.post(`/models/${'x'.repeat(5_000)}/predict`, {});
  expect(String(body['detail']).length).toBeLessThan(200);
});
