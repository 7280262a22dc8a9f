import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createMetrics } from '@plumbline/metrics';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { Clock } from '@plumbline/tasks';
import { DatabaseAvailability } from './database-availability.js';
import { DatabaseClock } from './database-clock.js';
import { PredictDatabase } from './predict-database.js';
import { until } from '../../../../test/until.js';

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
  // A measurement that takes longer than a second does not count; one that does is at most half a second wrong.
  const measured = await until(async () => {
    await clock.measure();
    return (await metrics.get('clock_skew_seconds').get()).values[0];
  });
  expect(Math.abs(measured.value - seconds)).toBeLessThanOrEqual(0.5);
  if (aheadMs === 0) expect(clock.skewMs).toBe(0);
  else expect(Math.abs(clock.skewMs - aheadMs)).toBeLessThanOrEqual(500);
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThanOrEqual(1_000);
});
