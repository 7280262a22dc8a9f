import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { SqlPool } from '@plumbline/postgres';
import { Clock } from '@plumbline/tasks';
import { predictTestDatabase } from '../../test/predict-test-database.js';
import { DatabaseAway } from '../database/index.js';
import { type AuditEvent, AuditTrail } from './audit-trail.js';

const event: AuditEvent = {
  action: 'model.rolled_back',
  subject: 'kim',
  target: 'rent',
  before: { champion: 2 },
  after: { champion: 1 },
};

let database: Awaited<ReturnType<typeof predictTestDatabase>>;
beforeAll(async () => {
  database = await predictTestDatabase();
  Logger.overrideLogger(false);
});
afterAll(() => database.close());

const firstPage = { limit: 10, before: undefined, action: undefined, subject: undefined, target: undefined };

test('keeps an event while the database is away, and stores it once with its own time', async () => {
  const pool = new SqlPool(database.pool);
  const moment = new Date('2026-03-01T10:00:00Z');
  let isAway = true;
  const attempt = async <Result>(work: () => Promise<Result>) => {
    if (!isAway) return work();
    // The event is stored, but the answer is lost.
    await work();
    throw new DatabaseAway();
  };
  const trail = new AuditTrail(pool, { attempt }, { now: () => moment });
  await trail.recordLater(event);
  isAway = false;
  await trail.beforeApplicationShutdown();
  await trail.beforeApplicationShutdown();
  const { events, next } = await trail.page(firstPage);
  expect(events).toEqual([{ ...event, id: 1, at: moment.toISOString() }]);
  expect(next).toBeNull();
});

test('logs an event that cannot be stored before the end', async () => {
  const errors = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  const attempt = () => Promise.reject(new DatabaseAway());
  const trail = new AuditTrail(new SqlPool(database.pool), { attempt }, new Clock());
  await trail.recordLater(event);
  await trail.beforeApplicationShutdown();
  expect(errors).toHaveBeenCalledWith(expect.objectContaining(event));
  errors.mockRestore();
});
