import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { readConfig } from '../config/config.js';
import { AuthDatabase } from '../database/auth-database.js';
import { ServiceClock } from '../database/service-clock.js';
import { FailureLog } from './failure-log.js';

let server: TestDatabase;
let database: AuthDatabase;

beforeAll(async () => {
  server = await testDatabase();
  database = await AuthDatabase.open(readConfig({ DATABASE_URL: server.url }), () => {});
});
afterAll(async () => {
  await database.onApplicationShutdown();
  await server.close();
});

test('counts failures from more than 1,000 addresses of an hour without their address', async () => {
  const log = new FailureLog(database, new ServiceClock());
  const from = (index: number) => log.record({ action: 'login.failed', address: `2001:db8:${index}::1` });
  await Promise.all(Array.from({ length: 1_500 }, (_, index) => from(index)));
  await from(0);
  const { rows } = await server.pool.query(
    'SELECT count(*)::int AS rows, sum(count)::int AS failures, max(count) FILTER (WHERE address IS NULL) AS rest' +
      ' FROM auth.audit_events',
  );
  expect(rows).toEqual([{ rows: 1_001, failures: 1_501, rest: 500 }]);
});
