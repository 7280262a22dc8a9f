import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createMetrics } from '@plumbline/metrics';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { readConfig } from '../config/config.js';
import { AuthDatabase } from '../database/auth-database.js';
import { ServiceClock } from '../database/service-clock.js';
import { AttemptRepository } from './attempt.repository.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { SignInThrottled } from './throttle.errors.js';

let server: TestDatabase;
let database: AuthDatabase;
let throttle: SignInThrottle;

beforeAll(async () => {
  server = await testDatabase();
  const config = readConfig({ DATABASE_URL: server.url, AUTH_LOGIN_ATTEMPTS_PER_ADDRESS: '2' });
  database = await AuthDatabase.open(config, () => {});
  const lockouts = createMetrics('auth').get('auth_lockouts_total');
  const still = new (class extends ServiceClock {
    override now = () => new Date('2026-01-01T00:00:00Z');
  })();
  throttle = new SignInThrottle(new AttemptRepository(), database, still, config, lockouts);
});
afterAll(async () => {
  await database.onApplicationShutdown();
  await server.close();
});

describe('SignInThrottle', () => {
  test("takes back a success's own block only, not one that others caused meanwhile", async () => {
    await throttle.begin({ username: 'first', address: '10.0.0.1' });
    const own = await throttle.begin({ username: 'mallory', address: '10.0.0.2' });
    throttle.fail(await throttle.begin({ username: 'victim', address: '10.0.0.2' }));
    await database.transaction((queries) => throttle.succeed(queries, own));
    await expect(throttle.begin({ username: 'victim', address: '10.0.0.2' })).rejects.toThrow(
      SignInThrottled,
    );
    await expect(throttle.begin({ username: 'another', address: '10.0.0.2' })).rejects.toThrow(
      'try again in 1 s',
    );
  });

  test('blocks nobody after a success at the last free attempt', async () => {
    throttle.fail(await throttle.begin({ username: 'one', address: '10.0.0.3' }));
    const last = await throttle.begin({ username: 'two', address: '10.0.0.3' });
    await expect(throttle.begin({ username: 'three', address: '10.0.0.3' })).rejects.toThrow(SignInThrottled);
    await database.transaction((queries) => throttle.succeed(queries, last));
    await expect(throttle.begin({ username: 'three', address: '10.0.0.3' })).resolves.toBeDefined();
  });

  test('does not count an attempt that was withdrawn', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await throttle.withdraw(await throttle.begin({ username: 'one', address: '10.0.0.4' }));
    }
    throttle.fail(await throttle.begin({ username: 'one', address: '10.0.0.4' }));
    await expect(throttle.begin({ username: 'one', address: '10.0.0.4' })).resolves.toBeDefined();
  });
});
