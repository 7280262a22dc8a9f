import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SqlPool } from '@plumbline/postgres';
import {
  migratePredict,
  olderPredictDatabase,
  predictTestDatabase,
  type TestDatabase,
} from '../../../test/predict-test-database.js';
import { toyRecord } from '../../../test/toy-records.js';
import { PredictionPartitions, startOfDay } from './prediction-partitions.js';
import type { PredictionRecord } from './prediction-record.js';
import { isRowError, PredictionRepository } from './prediction.repository.js';
import { createUuidV7 } from './uuid-v7.js';

const DAY_MS = 86_400_000;
const today = startOfDay(Date.now());
const nameOf = (day: number) =>
  `predictions_${new Date(today + day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`;

let database: TestDatabase;
afterEach(() => database.close());

/** A prediction made at this moment, by the clock of its replica. */
function recordAt(at: number): PredictionRecord {
  return toyRecord({ id: createUuidV7(() => at)(), at });
}

function ship(records: readonly PredictionRecord[]): Promise<void> {
  const payloads = records.map((record) => Buffer.from(JSON.stringify(record)));
  return new PredictionRepository(database.pool, 90).insert(payloads);
}

/** The partition of each stored prediction. */
async function places(): Promise<Record<string, string>> {
  const { rows } = await database.pool.query<{ id: string; name: string }>(
    'SELECT id, relname AS name FROM predict.predictions AS p JOIN pg_class AS c ON c.oid = p.tableoid',
  );
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}

async function partitionNames(): Promise<string[]> {
  return (await new PredictionPartitions(new SqlPool(database.pool), 90).list()).map(({ name }) => name);
}

describe('partitions of the prediction log', () => {
  beforeEach(async () => {
    database = await predictTestDatabase();
  });

  test('exist for today and a week ahead once they are made, also by several replicas at once', async () => {
    const replicas = Array.from(
      { length: 4 },
      () => new PredictionPartitions(new SqlPool(database.pool), 90),
    );
    await Promise.all(replicas.map((replica) => replica.createAhead()));
    expect(await partitionNames()).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map(nameOf));
  });

  test('are made when a prediction needs one, however wrong the clock of its replica is', async () => {
    const records = [-4_000, -1, 0, 1, 40, 9_000].map((day) => recordAt(today + day * DAY_MS));
    await Promise.all([ship(records), ship(records.slice(0, 3)), ship(records.slice(3))]);
    expect(await places()).toEqual(
      Object.fromEntries(
        [-4_000, -1, 0, 1, 40, 9_000].map((day, index) => [records[index]?.id, nameOf(day)]),
      ),
    );
  });

  test('have several days when predictions are kept for long, and begin and end at those of another setting', async () => {
    const pool = new SqlPool(database.pool);
    const start = Math.floor(today / (4 * DAY_MS)) * 4 * DAY_MS;
    const days = (from: number, to: number) => [start + from * DAY_MS, start + to * DAY_MS];
    await new PredictionPartitions(pool, 90).create([start + 5 * DAY_MS]);
    await new PredictionPartitions(pool, 365).create([start, start + 4 * DAY_MS, start + 7 * DAY_MS - 1]);
    const partitions = await new PredictionPartitions(pool, 90).list();
    expect(partitions.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
      days(0, 4),
      days(4, 5),
      days(5, 6),
      days(6, 8),
    ]);
  });

  test('divide predictions at midnight, and keep one that is shipped twice once', async () => {
    const records = [today - 2, today - 1, today, today + 1].map(recordAt);
    await ship(records.slice(0, 3));
    const first = await places();
    await ship(records.slice(1));
    await ship(records.map((record) => ({ ...record, at: record.at + DAY_MS })));
    expect(await places()).toEqual({ ...first, [records[3]!.id]: nameOf(0) });
    expect(Object.values(await places()).sort()).toEqual([nameOf(-1), nameOf(-1), nameOf(0), nameOf(0)]);
  });

  test('are not refused rows: a shipment whose partition cannot be made yet is stored later', async () => {
    const reader = await database.pool.connect();
    await reader.query('BEGIN; LOCK TABLE predict.predictions IN SHARE UPDATE EXCLUSIVE MODE');
    const record = recordAt(today);
    const error = await ship([record]).catch((failure: unknown) => failure);
    expect(isRowError(error)).toBe(false);
    await reader.query('COMMIT');
    reader.release();
    await ship([record]);
    expect(Object.keys(await places())).toEqual([record.id]);
  });
});

describe('a database from before the log was partitioned', () => {
  beforeEach(async () => {
    database = await olderPredictDatabase(8);
  });

  test('keeps every row in place as one partition, also of a clock that was ahead, and loses none on the way', async () => {
    const records = [-90, -1, 0, 1, 40].map((day) => recordAt(today + day * DAY_MS));
    await ship(records);
    const { rows: before } = await database.pool.query('SELECT * FROM predict.predictions ORDER BY id');
    await Promise.all([migratePredict(database), migratePredict(database)]);
    const { rows: after } = await database.pool.query('SELECT * FROM predict.predictions ORDER BY id');
    expect(after).toEqual(before);
    const old = 'predictions_unpartitioned';
    expect(Object.values(await places())).toEqual(
      expect.arrayContaining([old, old, old, nameOf(1), nameOf(40)]),
    );
    await ship([...records, recordAt(today + 1), recordAt(today + 2 * DAY_MS)]);
    expect(Object.values(await places()).sort()).toEqual(
      [old, old, old, old, nameOf(1), nameOf(2), nameOf(40)].sort(),
    );
  });

  test('takes predictions of other replicas while it is migrated, each once', async () => {
    const shipped: string[] = [];
    let isMigrated = false;
    const replica = async () => {
      while (!isMigrated) {
        const records = [recordAt(today), recordAt(today + DAY_MS)];
        await ship(records);
        await ship(records);
        shipped.push(...records.map(({ id }) => id));
      }
    };
    const replicas = [replica(), replica(), replica()];
    await migratePredict(database);
    isMigrated = true;
    await Promise.all(replicas);
    expect(Object.keys(await places()).sort()).toEqual(shipped.sort());
  });

  test('without rows is as a new one', async () => {
    await migratePredict(database);
    expect(await partitionNames()).toEqual([]);
    await ship([recordAt(today)]);
    expect(await partitionNames()).toEqual([nameOf(0)]);
  });
});
