import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SqlPool } from '@plumbline/postgres';
import { predictTestDatabase, type TestDatabase } from '../../../test/predict-test-database.js';
import { HistoryRetention } from './history-retention.js';

const before = new Date('2026-03-01T12:00:00Z');

let database: TestDatabase;
let history: HistoryRetention;
beforeEach(async () => {
  database = await predictTestDatabase();
  history = new HistoryRetention(new SqlPool(database.pool));
});
afterEach(() => database.close());

/** Minutes, relative to the moment, of the rows of a table. */
async function minutes(table: string, column = ''): Promise<unknown[]> {
  const { rows } = await database.pool.query<Record<string, unknown>>(
    `SELECT (extract(epoch FROM at - $1::timestamptz) / 60)::integer AS minute ${column}
     FROM predict.${table} ORDER BY version, at`,
    [before],
  );
  return rows.map((row) => (column === '' ? row['minute'] : Object.values(row)));
}

test('of old evaluations the first one of each quarter of an hour of each version stays', async () => {
  await database.pool.query(
    `INSERT INTO predict.evaluation_history (model, version, at)
     SELECT 'toy', version, $1::timestamptz + make_interval(mins => minute)
     FROM (VALUES (1, -31), (1, -30), (1, -20), (1, -14), (1, -7), (1, -1), (1, 0), (1, 1), (2, -13))
       AS row (version, minute)`,
    [before],
  );
  expect(await history.coarsenEvaluations(before)).toBe(3);
  expect(await minutes('evaluation_history')).toEqual([-31, -30, -14, 0, 1, -13]);
  expect(await history.coarsenEvaluations(before)).toBe(0);
});

test('old traffic is added up by quarters of an hour', async () => {
  await database.pool.query(
    `INSERT INTO predict.traffic_history (model, version, at, upper, rows)
     SELECT 'toy', 1, $1::timestamptz + make_interval(mins => minute), upper, rows
     FROM (VALUES (-15, 0.1, 1), (-14, 0.1, 10), (-1, 0.1, 100), (-1, 'Infinity', 5), (1, 0.1, 7))
       AS row (minute, upper, rows)`,
    [before],
  );
  const stored = async () =>
    (await minutes('traffic_history', ', upper, rows')).map((row) => (row as unknown[]).map(Number));
  await history.coarsenTraffic(before);
  const coarse = [
    [-15, 0.1, 111],
    [-15, Infinity, 5],
    [1, 0.1, 7],
  ];
  expect(await stored()).toEqual(expect.arrayContaining(coarse));
  await history.coarsenTraffic(before);
  expect(await stored()).toHaveLength(coarse.length);
});

test('traffic and layouts before the moment are deleted', async () => {
  await database.pool.query(
    `INSERT INTO predict.traffic_history (model, version, at, upper, rows)
     SELECT 'toy', 1, $1::timestamptz + make_interval(mins => minute), 0.1, 1 FROM (VALUES (-1), (1)) AS row (minute)`,
    [before],
  );
  await database.pool.query(
    `INSERT INTO predict.history_layouts (model, version, digest, used_at, content)
     SELECT 'toy', minute + 2, '', $1::timestamptz + make_interval(mins => minute), '{}'
     FROM (VALUES (-1), (1)) AS row (minute)`,
    [before],
  );
  expect(await history.delete(before)).toBe(2);
  expect(await minutes('traffic_history')).toEqual([1]);
});
