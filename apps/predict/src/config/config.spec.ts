import { expect, test } from '@jest/globals';
import { readConfig } from './config.js';

test('every key has a default except secrets and servers', () => {
  const { http, models, inference, log, auth, database, retraining } = readConfig({});
  expect(http).toMatchObject({ port: 8002, host: '127.0.0.1', adapter: 'fast' });
  expect(models).toMatchObject({
    dir: '.plumbline/models',
    shippedDir: 'models',
    defaultName: 'product-category',
  });
  expect(inference).toEqual({ batching: true, maxRowsPerRun: 64, deadlineMs: 10_000, memoryBytes: 2 ** 31 });
  expect(log.enabled).toBe(true);
  expect(auth).toEqual({
    url: 'http://localhost:8001',
    issuer: 'http://localhost:8001',
    audience: 'plumbline',
    clockToleranceS: 5,
    rateLimitPerS: undefined,
  });
  expect(database.url).toBeUndefined();
  expect(retraining).toMatchObject({
    airflow: undefined,
    mode: 'auto',
    alerts: ['ModelF1Drop', 'ModelErrorRise'],
  });
});

test('AIRFLOW_URL requires user name and password', () => {
  expect(() => readConfig({ AIRFLOW_URL: 'http://airflow:8080', AIRFLOW_USERNAME: 'retrain' })).toThrow(
    'AIRFLOW_PASSWORD: is required with AIRFLOW_URL',
  );
});

test('every bad key is reported with its rule', () => {
  const bad = {
    PREDICT_PORT: '70000',
    PREDICT_BATCHING: 'maybe',
    AUTH_URL: 'localhost',
    PREDICT_DEFAULT_MODEL: '../x',
  };
  expect(() => readConfig(bad)).toThrow(
    [
      'Bad settings:',
      '  PREDICT_PORT: must be a whole number from 0 to 65535',
      '  PREDICT_DEFAULT_MODEL: must be lower-case letters and digits, words joined by hyphens',
      '  PREDICT_BATCHING: must be on or off',
      '  AUTH_URL: must be an http or https URL',
    ].join('\n'),
  );
});
