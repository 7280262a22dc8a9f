import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SCOPES } from '@plumbline/access';
import { undocumentedAnswers } from '../../../test/documented-answers.js';
import { type RunningApp, startApp, tokenFor } from './running-app.js';
import { toyModels } from './toy-models.js';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp({
    PREDICT_MODELS_DIR: toyModels,
    PREDICT_DEFAULT_MODEL: 'rent',
    PREDICT_BODY_LIMIT_BYTES: '1024',
    PREDICT_MODEL_LIMIT_BYTES: '1048576',
  });
});
afterAll(() => app.close());

test('every answer of predict has a status and a media type that its OpenAPI document lists', async () => {
  const tokens = { token: tokenFor(SCOPES.join(' ')), powerless: tokenFor('nothing') };
  const { undocumented, seen } = await undocumentedAnswers({
    url: app.url,
    ...tokens,
    bodyLimitBytes: 1_024,
  });
  expect(undocumented).toEqual([]);
  expect(Object.keys(seen).map(Number)).toEqual(expect.arrayContaining([400, 401, 403, 404, 413, 415]));
});
