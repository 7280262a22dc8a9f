import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningApp, startApp } from './running-app.js';
import { toyModels } from './toy-models.js';

type Operations = Record<string, Record<string, { readonly security?: readonly object[] }>>;

let app: RunningApp;
beforeAll(async () => {
  app = await startApp({ PREDICT_MODELS_DIR: toyModels, PREDICT_DEFAULT_MODEL: 'rent' });
});
afterAll(() => app.close());

describe('the routes of predict', () => {
  test('change only together with the snapshot of the OpenAPI document', async () => {
    const { body } = await app.get('/docs/json');
    expect(body).toMatchSnapshot({ info: { version: expect.any(String) } });
  });

  test('need no token exactly where listed here', async () => {
    const { paths } = (await app.get('/docs/json')).body as { paths: Operations };
    const open = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([, { security }]) => security?.some((scheme) => Object.keys(scheme).length === 0))
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    );
    expect(open.sort()).toEqual([
      'DELETE /session',
      'GET /',
      'GET /assets/{name}',
      'GET /health',
      'GET /health/live',
      'GET /health/ready',
      'GET /metrics',
      'GET /session',
      'POST /session',
    ]);
  });

  test('answer 401 without a token everywhere else', async () => {
    const { paths } = (await app.get('/docs/json')).body as { paths: Operations };
    for (const [path, operations] of Object.entries(paths)) {
      if (/^\/(health|metrics|session|assets|$)/.test(path)) continue;
      for (const method of Object.keys(operations)) {
        const response = await fetch(app.url + path.replaceAll(/\{\w+\}/g, '1'), {
          method: method.toUpperCase(),
        });
        expect([method, path, response.status]).toEqual([method, path, 401]);
      }
    }
  });
});
