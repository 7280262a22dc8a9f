import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createUuidV7 } from '../src/predictions/log/uuid-v7.js';
import { PredictionRepository } from '../src/predictions/log/prediction.repository.js';
import { migratePredict, olderPredictDatabase, type TestDatabase } from './predict-test-database.js';
import { type RunningApp, startApp, tokenFor } from './running-app.js';
import { toyModels } from './toy-models.js';
import { toyRecord } from './toy-records.js';
import { publisher } from './uploads.js';

const DAY_MS = 86_400_000;
const MIGRATIONS_BEFORE_PARTITIONS = 8;
const labeller = { Authorization: `Bearer ${tokenFor('feedback feedback:any')}` };

let database: TestDatabase;
let app: RunningApp;
/** The predictions from before the update, and then of each later day. */
let ids: string[];

beforeAll(async () => {
  database = await olderPredictDatabase(MIGRATIONS_BEFORE_PARTITIONS);
  const before = await store([-80, -20, -1]);
  await migratePredict(database);
  ids = [...before, ...(await store([0, 1, 2, 40]))];
  app = await startApp({
    PREDICT_MODELS_DIR: toyModels,
    PREDICT_DEFAULT_MODEL: 'parity',
    DATABASE_URL: database.url,
  });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

/** Stores a prediction for each of these days after today. */
async function store(days: readonly number[]): Promise<string[]> {
  const records = days.map((day) => {
    const at = Date.now() + day * DAY_MS;
    return toyRecord({
      id: createUuidV7(() => at)(),
      at,
      model: 'parity',
      features: { number: 100 + day },
      prediction: 'even',
      probabilities: [0.75, 0.25],
    });
  });
  const payloads = records.map((record) => Buffer.from(JSON.stringify(record)));
  await new PredictionRepository(database.pool, 90).insert(payloads);
  return records.map(({ id }) => id);
}

test('feedback finds the predictions of every partition, and the labelled rows have their features', async () => {
  const feedback = ids.map((id, index) => ({
    prediction_id: id,
    actual: index % 2 === 0 ? 'even' : 'odd',
  }));
  const { status, body } = await app.post('/feedback/batch', { feedback }, labeller);
  expect([status, body]).toMatchObject([200, { feedback: ids.map(() => ({ status: 'recorded' })) }]);
  const labelled = await app.get('/models/parity/versions/1/labelled', publisher);
  expect(labelled.body['rows']).toMatchObject(
    [-80, -20, -1, 0, 1, 2, 40].map((day, index) => ({
      ...feedback[index],
      features: { number: 100 + day },
      prediction: 'even',
    })),
  );
});

test('a new prediction and its feedback are stored beside them', async () => {
  const { body } = await app.post('/predict', { number: 7 });
  const { status } = await app.post('/feedback', { prediction_id: body['prediction_id'], actual: 'odd' });
  expect(status).toBe(200);
});
