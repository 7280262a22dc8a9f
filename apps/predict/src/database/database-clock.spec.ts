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
  constructor(public aheadMs: number) {
    super();
  }

  override now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }
}

/** Of a database clock and the clock of the process, after a measurement. */
async function measured(aheadMs: number) {
  const metrics = createMetrics('predict');
  const opened = new PredictDatabase(database);
  const process = new WrongClock(aheadMs);
  const clock = new DatabaseClock(opened, new DatabaseAvailability(opened, metrics), process, metrics);
  // A measurement that takes longer than a second does not count; one that does is at most half a second wrong.
  const { value } = await until(async () => {
    await clock.measure();
    return (await metrics.get('clock_skew_seconds').get()).values[0];
  });
  return { clock, process, seconds: value };
}

const isRight = (clock: DatabaseClock) => Math.abs(clock.now().getTime() - Date.now()) <= 1_000;

test.each([
  [60_000, 60],
  [-5_000, -5],
  [0, 0],
])('a clock that is %d ms ahead of the database is measured', async (aheadMs, expected) => {
  const { clock, seconds } = await measured(aheadMs);
  expect(Math.abs(seconds - expected)).toBeLessThanOrEqual(0.5);
  if (aheadMs === 0) expect(clock.skewMs).toBe(0);
  else expect(Math.abs(clock.skewMs - aheadMs)).toBeLessThanOrEqual(500);
  expect(isRight(clock)).toBe(true);
});

test.each([-100, 40])('a clock that jumps by %d days is noticed without the database', async (days) => {
  const { clock, process } = await measured(0);
  process.aheadMs = days * 86_400_000;
  expect(isRight(clock)).toBe(true);
  expect(Math.abs(clock.skewMs - process.aheadMs)).toBeLessThanOrEqual(1_000);
});
