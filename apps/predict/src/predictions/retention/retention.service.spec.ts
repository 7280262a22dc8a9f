import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { createMetrics, type MetricSet } from '@plumbline/metrics';
import { SqlPool } from '@plumbline/postgres';
import { predictTestDatabase, type TestDatabase } from '../../../test/predict-test-database.js';
import { toyRecord } from '../../../test/toy-records.js';
import { readConfig } from '../../config/index.js';
import { PredictDatabase } from '../../database/index.js';
import { FeedbackRepository } from '../../feedback/feedback.repository.js';
import { ModelRegistry } from '../../models/registry/index.js';
import { PredictionRepository } from '../log/prediction.repository.js';
import { createUuidV7 } from '../log/uuid-v7.js';
import { ShadowRepository } from '../shadow/shadow.repository.js';
import { HistoryRetention } from './history-retention.js';
import { RetentionRepository } from './retention.repository.js';
import { RetentionService } from './retention.service.js';

const DAY_MS = 86_400_000;

let database: TestDatabase;
let metrics: MetricSet;
beforeAll(() => {
  Logger.overrideLogger(false);
});
beforeEach(async () => {
  database = await predictTestDatabase();
  metrics = createMetrics('predict');
});
afterEach(async () => {
  jest.restoreAllMocks();
  await database.close();
});

function serviceThatKeeps(days: number, settings: Record<string, string> = {}): RetentionService {
  const config = readConfig({ PREDICT_LOG_RETENTION_DAYS: String(days), ...settings });
  return new RetentionService(
    new RetentionRepository(new SqlPool(database.pool), 90),
    new HistoryRetention(new SqlPool(database.pool)),
    new ModelRegistry([], [], 'toy'),
    metrics,
    config,
  );
}

/** Stores predictions of these ages; returns their ids in the same order. */
async function store(agesMs: readonly number[]): Promise<string[]> {
  const records = agesMs.map((ageMs) => {
    const at = Date.now() - ageMs;
    return toyRecord({ id: createUuidV7(() => at)(), at });
  });
  await new PredictionRepository(database.pool, 90).insert(
    records.map((record) => Buffer.from(JSON.stringify(record))),
  );
  return records.map(({ id }) => id);
}

/** Adds a row about each of the predictions, as old as they are. */
async function give(table: 'feedback' | 'shadow_outcomes', ids: readonly string[]): Promise<void> {
  if (table === 'shadow_outcomes') {
    const outcomes = ids.map((predictionId) => ({ predictionId, version: 2, predicted: 'yes' }));
    return new ShadowRepository(new SqlPool(database.pool)).save(outcomes);
  }
  const labels = ids.map((id) => ({ id, model: 'toy', version: 1, predicted: 'yes', actual: 'no' }));
  await new FeedbackRepository(new PredictDatabase(database)).save(labels);
  await database.pool.query(
    'UPDATE predict.feedback SET received_at = at FROM predict.predictions WHERE id = prediction_id',
  );
}

async function storedIds(): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string }>('SELECT id FROM predict.predictions');
  return rows.map(({ id }) => id).sort();
}

/** The age of a prediction that was made at midday (UTC), so many days ago. */
const middayAge = (days: number) => (Date.now() % DAY_MS) + (days - 0.5) * DAY_MS;
const daily = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => middayAge(from + index));

async function stopped(table: string): Promise<number | undefined> {
  const line = new RegExp(`^retention_stopped\\{.*table="${table}".*\\} (\\S+)$`, 'm');
  const found = line.exec(await metrics.registry.metrics())?.[1];
  return found === undefined ? undefined : Number(found);
}

test('a round deletes the predictions of days that ended before the time the settings allow', async () => {
  await store([middayAge(8)]);
  const young = await store([middayAge(7), middayAge(6)]);
  await serviceThatKeeps(7).removeOld();
  expect(await storedIds()).toEqual(young.sort());
  expect(await stopped('predictions')).toBe(0);
});

test('a round uses the clock of the database when that of the process is 40 days fast', async () => {
  const ids = await store(daily(0, 30));
  const now = Date.now();
  jest.spyOn(Date, 'now').mockReturnValue(now + 40 * DAY_MS);
  await serviceThatKeeps(30).removeOld();
  expect(await storedIds()).toEqual(ids.sort());
  // The bound on what a round deletes would keep them, too.
  expect(await stopped('predictions')).toBe(0);
});

test('a round during an outage does not throw', async () => {
  await database.pool.query('ALTER SCHEMA predict RENAME TO elsewhere');
  await expect(serviceThatKeeps(7).removeOld()).resolves.toBeUndefined();
  expect(await stopped('predictions')).toBeUndefined();
});

describe('a round that would delete more than half of a table', () => {
  test('stops and explains what to do, as when the clock of the database is 40 days fast', async () => {
    const errors = jest.spyOn(Logger.prototype, 'error');
    const ids = await store(daily(40, 70));
    const service = serviceThatKeeps(30);
    await service.removeOld();
    await service.removeOld();
    expect(await storedIds()).toEqual(ids.sort());
    expect(await stopped('predictions')).toBe(1);
    expect(errors.mock.calls).toEqual([
      [
        expect.objectContaining({
          message: expect.stringMatching(/PREDICT_LOG_RETENTION_MAX_PERCENT.*set it to 100/s),
          table: 'predictions',
          percent: 100,
          maxPercent: 50,
        }),
      ],
    ]);
  });

  test('stops also when only past evaluations are due, and deletes no predictions', async () => {
    const ids = await store([...daily(91, 92), ...daily(0, 30)]);
    await database.pool.query(
      `INSERT INTO predict.evaluation_history (model, version, at)
       SELECT 'toy', 1, now() - make_interval(days => 91 + age) FROM generate_series(1, 20) AS age`,
    );
    await serviceThatKeeps(90).removeOld();
    expect(await storedIds()).toEqual(ids.sort());
    expect([await stopped('predictions'), await stopped('evaluation_history')]).toEqual([0, 1]);
  });

  test.each(['feedback', 'shadow_outcomes'] as const)(
    'stops also when only %s is due, and deletes no predictions',
    async (table) => {
      const ids = await store([...daily(91, 94), ...daily(0, 30)]);
      await give(table, ids.slice(0, 4));
      await serviceThatKeeps(90).removeOld();
      expect(await storedIds()).toEqual(ids.sort());
      expect([await stopped('predictions'), await stopped(table)]).toEqual([0, 1]);
    },
  );

  test('continues when the operator raises the limit, or enough new rows exist', async () => {
    const old = await store(daily(40, 70));
    await serviceThatKeeps(30).removeOld();
    expect(await storedIds()).toEqual(old.sort());
    const young = await store(daily(0, 30));
    await serviceThatKeeps(30).removeOld();
    expect(await storedIds()).toEqual([...young].sort());
    await serviceThatKeeps(1, { PREDICT_LOG_RETENTION_MAX_PERCENT: '100' }).removeOld();
    expect(await storedIds()).toEqual(young.slice(0, 2).sort());
    expect(await stopped('predictions')).toBe(0);
  });
});

test('a round makes the partitions of the coming days, also while retention is stopped', async () => {
  await store(daily(40, 70));
  const service = serviceThatKeeps(30);
  await service.removeOld();
  const { rows } = await database.pool.query(
    `SELECT 1 FROM pg_inherits WHERE inhparent = 'predict.predictions'::regclass`,
  );
  expect(await stopped('predictions')).toBe(1);
  expect(rows).toHaveLength(30 + 8);
});

test('an installation that was off for two weeks deletes old rows immediately', async () => {
  const ids = await store(daily(14, 44));
  await serviceThatKeeps(30).removeOld();
  expect(await storedIds()).toEqual(ids.slice(0, 17).sort());
});
