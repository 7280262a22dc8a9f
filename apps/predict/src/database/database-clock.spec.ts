import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createMetrics } from '@plumbline/metrics';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { Clock } from '@plumbline/tasks';
import { DatabaseAvailability } from './database-availability.js';
import { DatabaseClock } from './database-clock.js';
import { PredictDatabase } from './predict-database.js';

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.close());

class WrongClock extends Clock {
  constructor(private readonly aheadMs: number) {
    super();
  }

  override now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }
}

test.each([
  [60_000, 60],
  [-5_000, -5],
  [0, 0],
])('a clock that is %d ms ahead of the database is measured', async (aheadMs, seconds) => {
  const metrics = createMetrics('predict');
  const opened = new PredictDatabase(database);
  const availability = new DatabaseAvailability(opened, metrics);
  const clock = new DatabaseClock(opened, availability, new WrongClock(aheadMs), metrics);
  await clock.measure();
  const { values } = await metrics.get('clock_skew_seconds').get();
  expect(values[0]?.value).toBeCloseTo(seconds, 0);
  if (aheadMs === 0) expect(clock.skewMs).toBe(0);
  else expect(Math.abs(clock.skewMs - aheadMs)).toBeLessThan(500);
});
