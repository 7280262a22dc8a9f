import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { predictTestDatabase, type TestDatabase } from '../../../test/predict-test-database.js';
import { toyRecord } from '../../../test/toy-records.js';
import type { PredictionRecord } from './prediction-record.js';
import { PredictionRepository } from './prediction.repository.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let database: TestDatabase;
beforeEach(async () => {
  database = await predictTestDatabase();
});
afterEach(() => database.close());

/** Stores predictions made so many milliseconds ago by a clock that is so far ahead. */
async function store(
  agesMs: readonly number[],
  aheadMs: number,
  knownMs = aheadMs,
): Promise<PredictionRecord[]> {
  const records = agesMs.map((ageMs) => toyRecord({ at: Date.now() - ageMs + aheadMs }));
  const repository = new PredictionRepository(database.pool, 90, () => knownMs);
  await repository.insert(records.map((record) => Buffer.from(JSON.stringify(record))));
  return records;
}

/** The latest predictions, as the windows read them. */
async function latest(count: number): Promise<{ id: string; ageMs: number }[]> {
  const { rows } = await database.pool.query<{ id: string; ageMs: number }>(
    `SELECT id, extract(epoch FROM clock_timestamp() - at)::float8 * 1000 AS "ageMs"
     FROM predict.predictions ORDER BY at DESC, id DESC LIMIT $1`,
    [count],
  );
  return rows;
}

/** Far more than a slow machine needs between two inserts. */
const minutes = (count: number) => count * MINUTE_MS;

describe('the time of a prediction is that of the database', () => {
  test.each([10 * MINUTE_MS, -10 * MINUTE_MS])(
    'although the clock of its replica is %d ms ahead',
    async (aheadMs) => {
      const older = await store([9, 7, 5].map(minutes), aheadMs);
      const newer = await store([8, 6, 4].map(minutes), 0);
      const ids = (await latest(6)).map(({ id }) => id);
      const expected = [newer[2], older[2], newer[1], older[1], newer[0], older[0]];
      expect(ids).toEqual(expected.map((record) => record?.id));
    },
  );

  test('and never in the future, although the clock was a day ahead for a moment', async () => {
    await store([0, 0], DAY_MS, 0);
    const [next] = await store([0], 0);
    const rows = await latest(3);
    expect(rows[0]?.id).toBe(next?.id);
    for (const { ageMs } of rows) expect(ageMs).toBeGreaterThanOrEqual(0);
  });
});
