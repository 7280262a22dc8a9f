import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { yaml } from '../../monitoring/test/files.js';
import { finiteValues, type Target } from './prometheus.js';
import { PrometheusProcess } from './prometheus-process.js';
import { RunningStack } from './running-stack.js';
import { Traffic } from './traffic.js';
import { until } from '../until.js';

const CLIENT_ID = 'prometheus';
const SCRAPES = 3;
const SERVICES = { prediction_service: 'predict', auth_service: 'auth' } as const;

interface Job {
  readonly job_name: keyof typeof SERVICES;
  readonly oauth2: { readonly scopes: readonly string[]; readonly client_id: string };
}

let stack: RunningStack;
let prometheus: PrometheusProcess;
let folder: string;

/** The jobs of the committed example with this test's addresses and secret, and jobs beside them that must not get in. */
function configuration(): object {
  const { scrape_configs: jobs } = yaml<{ scrape_configs: Job[] }>(
    'monitoring/prometheus/examples/oauth2.yml',
  );
  const job = (example: Job, name: string, secret: string) => ({
    ...example,
    job_name: name,
    oauth2: {
      ...example.oauth2,
      client_secret_file: join(folder, secret),
      token_url: `${stack.ready.urls.auth}/oauth/token`,
    },
    static_configs: [{ targets: [new URL(stack.ready.urls[SERVICES[example.job_name]]).host] }],
  });
  const [predict] = jobs;
  const withoutToken = { ...job(predict!, 'without_token', 'secret'), oauth2: undefined };
  return {
    global: { scrape_interval: '1s' },
    scrape_configs: [
      ...jobs.map((example) => job(example, example.job_name, 'secret')),
      job(predict!, 'wrong_secret', 'wrong_secret'),
      withoutToken,
    ],
  };
}

/** The target of a job that is down. */
function refused(name: string): Promise<Target> {
  return until(async () => {
    const targets = await prometheus.api.targets();
    return targets.find(({ labels, health }) => labels['job'] === name && health === 'down');
  }, `${name} is refused`);
}

beforeAll(async () => {
  stack = await RunningStack.start({ AUTH_METRICS_TOKEN: 'on', PREDICT_METRICS_TOKEN: 'on' });
  folder = mkdtempSync(join(tmpdir(), 'plumbline-oauth2-'));
  const secret = await new Traffic(stack.ready.urls, stack.adminPassword).addClient(CLIENT_ID, 'monitor');
  writeFileSync(join(folder, 'secret'), secret);
  writeFileSync(join(folder, 'wrong_secret'), 'not the secret');
  prometheus = await PrometheusProcess.start(configuration());
});

afterAll(async () => {
  await prometheus.stop();
  rmSync(folder, { recursive: true, force: true });
  await stack.stop();
});

describe("Prometheus' own oauth2 block", () => {
  test('scrapes both services with a token of auth', async () => {
    const scraped = 'model_loaded{job="prediction_service"} or api_requests_total{job="auth_service"}';
    const jobs = await until(async () => {
      const found = new Set((await prometheus.api.query(scraped)).map(({ metric }) => metric['job']));
      return found.size === 2 && [...found].sort();
    }, 'a scrape of both');
    expect(jobs).toEqual(Object.keys(SERVICES).sort());
  });

  test('keeps the token of each job for the scrapes that follow', async () => {
    const served = 'api_requests_total{job="auth_service",endpoint="/metrics",status_code="200"}';
    await until(async () => {
      const [count = 0] = finiteValues(await prometheus.api.query(served));
      return count >= SCRAPES;
    }, 'more scrapes');
    const issued = await prometheus.api.query('auth_tokens_issued_total{grant="client_credentials"}');
    expect(finiteValues(issued)).toEqual([Object.keys(SERVICES).length]);
  });

  test('is refused with a wrong secret, and the target says why', async () => {
    expect((await refused('wrong_secret')).lastError).toContain('invalid_client');
  });

  test('is needed: without a token the service answers 401', async () => {
    expect((await refused('without_token')).lastError).toContain('401');
  });
});
