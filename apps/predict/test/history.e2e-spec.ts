import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { until } from '../../../test/until.js';
import { type RunningApp, startApp } from './running-app.js';
import { tokenFor } from './token-issuer.js';
import { toyModels } from './toy-models.js';

let database: TestDatabase;
let app: RunningApp;
beforeAll(async () => {
  database = await testDatabase();
  app = await startApp({
    PREDICT_MODELS_DIR: toyModels,
    PREDICT_DEFAULT_MODEL: 'parity',
    PREDICT_MONITORING_INTERVAL_MS: '100',
    DATABASE_URL: database.url,
  });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const ask = <Body = Record<string, unknown>>(query = '', scope = 'monitor') =>
  app.get<Body>(`/models/parity/history${query}`, { Authorization: `Bearer ${tokenFor(scope)}` });

interface History {
  readonly times: string[];
  readonly quality: { readonly realised: (number | null)[] };
}

describe('GET /models/{model}/history', () => {
  test('has the past of the champion, with a value of each series for each time', async () => {
    for (let number = 0; number < 6; number += 1) {
      const { body } = await app.post('/predict', { number });
      await app.post('/feedback', { prediction_id: body['prediction_id'], actual: 'odd' });
    }
    const history = async () => (await ask<History>()).body;
    await until(async () => (await history()).quality.realised.some((value) => value !== null));
    const { status, body } = await ask<History>();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      model: 'parity',
      version: 1,
      resolution_s: 300,
      quality: { metric: 'f1', registered: 0.9 },
      drift: { columns: [], column_count: 0 },
      events: [],
    });
    const { times, quality } = body;
    expect(quality.realised).toHaveLength(times.length);
    expect(quality.realised.at(-1) ?? quality.realised.at(-2)).toBeCloseTo(2 / 3, 5);
  });

  test.each([
    ['?from=yesterday', 'from'],
    ['?from=2020-01-01T00:00:00Z', 'from'],
    ['?to=2020-01-01T00:00:00Z&from=2021-01-01T00:00:00Z', 'from'],
    ['?resolution=1', 'resolution'],
    ['?resolution=60', 'resolution'],
    ['?version=one', 'version'],
    ['?until=now', 'until'],
  ])('%s is answered with 400 and names %s', async (query, field) => {
    const { status, body } = await ask(query);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain(field);
  });

  test('needs the scope monitor, and a version that is served', async () => {
    expect((await ask('', 'predict')).status).toBe(403);
    expect((await ask('?version=9')).status).toBe(404);
  });
});
