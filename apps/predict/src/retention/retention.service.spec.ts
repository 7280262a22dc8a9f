import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { predictTestDatabase, type TestDatabase } from '../../test/predict-test-database.js';
import { toyRecord } from '../../test/toy-records.js';
import { readConfig } from '../config.js';
import { ModelRegistry } from '../models/model-registry.js';
import { PredictionRepository } from '../predictionlog/prediction.repository.js';
import { createUuidV7 } from '../predictions/uuid-v7.js';
import { RetentionRepository } from './retention.repository.js';
import { RetentionService } from './retention.service.js';

const DAY_MS = 86_400_000;

let database: TestDatabase;
beforeAll(() => {
  Logger.overrideLogger(false);
});
beforeEach(async () => {
  database = await predictTestDatabase();
});
afterEach(() => database.close());

function serviceThatKeeps(days: number): RetentionService {
  const config = readConfig({ PREDICT_LOG_RETENTION_DAYS: String(days) });
  const registry = new ModelRegistry([], [], 'toy');
  return new RetentionService(new RetentionRepository(database.pool), registry, config);
}

async function storePrediction(ageDays: number): Promise<string> {
  const at = Date.now() - ageDays * DAY_MS;
  const record = toyRecord({ id: createUuidV7(() => at)(), at });
  await new PredictionRepository(database.pool).insert([Buffer.from(JSON.stringify(record))]);
  return record.id;
}

test('a round removes predictions from before the days that the settings allow', async () => {
  await storePrediction(8);
  const young = await storePrediction(6);
  await serviceThatKeeps(7).removeOld();
  const { rows } = await database.pool.query('SELECT id FROM predict.predictions');
  expect(rows).toEqual([{ id: young }]);
});

test('a round during an outage ends quietly', async () => {
  await database.pool.query('ALTER SCHEMA predict RENAME TO elsewhere');
  await expect(serviceThatKeeps(7).removeOld()).resolves.toBeUndefined();
});
