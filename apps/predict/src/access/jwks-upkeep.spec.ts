import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { HealthChecks } from '@plumbline/http';
import { createMetrics, type MetricSet } from '@plumbline/metrics';
import { Clock } from '@plumbline/tasks';
import { JwksClient } from './jwks-client.js';
import { JwksUpkeep } from './jwks-upkeep.js';

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const document = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'a' }] };

let metrics: MetricSet;
let health: HealthChecks;
let upkeep: JwksUpkeep;
const auth = { isUp: false, fetches: 0 };

beforeEach(() => {
  jest.useFakeTimers();
  Logger.overrideLogger(false);
  Object.assign(auth, { isUp: false, fetches: 0 });
  metrics = createMetrics('predict');
  health = new HealthChecks();
  const client = new JwksClient({
    fetch: () => {
      auth.fetches += 1;
      return auth.isUp ? Promise.resolve(document) : Promise.reject(new Error('down'));
    },
    load: () => Promise.resolve(undefined),
    save: () => Promise.resolve(),
    clock: new Clock(),
  });
  upkeep = new JwksUpkeep(client, health, metrics);
});
afterEach(async () => {
  await upkeep.onModuleDestroy();
  jest.useRealTimers();
  Logger.overrideLogger(['log', 'warn', 'error']);
});

const age = async () => /^jwks_age_seconds (\S+)$/m.exec(await metrics.registry.metrics())?.[1];

describe('JwksUpkeep', () => {
  test('tries every 2 s until auth answers, then every 5 minutes', async () => {
    await upkeep.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(4_000);
    expect(auth.fetches).toBe(3);
    auth.isUp = true;
    await jest.advanceTimersByTimeAsync(2_000);
    expect(auth.fetches).toBe(4);
    await jest.advanceTimersByTimeAsync(299_999);
    expect(auth.fetches).toBe(4);
    await jest.advanceTimersByTimeAsync(1);
    expect(auth.fetches).toBe(5);
  });

  describe('the log', () => {
    const warn = jest.spyOn(Logger.prototype, 'warn');
    beforeEach(() => void warn.mockClear());

    test('has no warning when auth, started at the same time, is ready some seconds later', async () => {
      await upkeep.onApplicationBootstrap();
      await jest.advanceTimersByTimeAsync(5_000);
      auth.isUp = true;
      await jest.advanceTimersByTimeAsync(2_000);
      expect(warn).not.toHaveBeenCalled();
    });

    test('has one warning when auth stays away, and one at once when it goes away later', async () => {
      await upkeep.onApplicationBootstrap();
      await jest.advanceTimersByTimeAsync(60_000);
      expect(warn).toHaveBeenCalledTimes(1);
      auth.isUp = true;
      await jest.advanceTimersByTimeAsync(2_000);
      auth.isUp = false;
      await jest.advanceTimersByTimeAsync(300_000);
      expect(warn).toHaveBeenCalledTimes(2);
    });
  });

  test('reports no age and no readiness before the first key, and the age as of the scrape after it', async () => {
    await upkeep.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(0);
    expect(await age()).toBeUndefined();
    expect((await health.report()).checks).toEqual({ public_keys: 'failing' });
    auth.isUp = true;
    await jest.advanceTimersByTimeAsync(2_000);
    auth.isUp = false;
    await jest.advanceTimersByTimeAsync(400_000);
    expect(await age()).toBe('400');
    expect((await health.report()).checks).toEqual({ public_keys: 'ok' });
  });

  test('stops with the service', async () => {
    await upkeep.onApplicationBootstrap();
    await jest.advanceTimersByTimeAsync(0);
    await upkeep.onModuleDestroy();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(auth.fetches).toBe(1);
  });
});
