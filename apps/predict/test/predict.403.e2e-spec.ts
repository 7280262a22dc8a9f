import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningApp, startApp, tokenFor } from './running-app.js';
import { toyModels } from './toy-models.js';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp({ PREDICT_MODELS_DIR: toyModels, PREDICT_DEFAULT_MODEL: 'rent' });
});
afterAll(() => app.close());

test.each(['/predict', '/predict/batch', '/models/rent/predict', '/models/rent/versions/1/predict/batch'])(
  '%s needs the scope predict',
  async (path) => {
    const token = tokenFor('feedback monitor models admin');
    const { status, headers, body } = await app.post(path, {}, { Authorization: `Bearer ${token}` });
    expect(status).toBe(403);
    expect(headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope", scope="predict"');
    expect(body).toMatchObject({ code: 'insufficient_scope', scope: 'predict' });
  },
);
