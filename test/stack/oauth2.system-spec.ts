import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { yaml } from '../../monitoring/test/files.js';
import { finiteValues } from './prometheus.js';
import { PrometheusProcess } from './prometheus-process.js';
import { ProtectedTarget } from './protected-target.js';
import { RunningStack } from './running-stack.js';
import { Traffic } from './traffic.js';
import { until } from '../until.js';

const CLIENT_ID = 'prometheus';
const SCRAPES = 3;

interface Job {
  readonly oauth2: { readonly scopes: readonly string[]; readonly client_id: string };
}

let stack: RunningStack;
let target: ProtectedTarget;
let prometheus: PrometheusProcess;
let folder: string;

/** The committed example with this test's addresses and secret, and a job beside it whose secret is wrong. */
function configuration(address: string): object {
  const example = yaml<{ scrape_configs: Job[] }>('monitoring/prometheus/examples/oauth2.yml')
    .scrape_configs[0];
  const job = (name: string) => ({
    ...example,
    job_name: name,
    oauth2: {
      ...example?.oauth2,
      client_secret_file: join(folder, name),
      token_url: `${stack.ready.urls.auth}/oauth/token`,
    },
    static_configs: [{ targets: [address] }],
  });
  return {
    global: { scrape_interval: '1s' },
    scrape_configs: [job('protected'), job('wrong_secret')],
  };
}

beforeAll(async () => {
  stack = await RunningStack.start();
  folder = mkdtempSync(join(tmpdir(), 'plumbline-oauth2-'));
  const secret = await new Traffic(stack.ready.urls, stack.adminPassword).addClient(CLIENT_ID, 'monitor');
  writeFileSync(join(folder, 'protected'), secret);
  writeFileSync(join(folder, 'wrong_secret'), 'not the secret');
  target = new ProtectedTarget(stack.ready.urls.auth);
  prometheus = await PrometheusProcess.start(configuration(await target.listen()));
});

afterAll(async () => {
  await prometheus.stop();
  target.close();
  rmSync(folder, { recursive: true, force: true });
  await stack.stop();
});

describe("Prometheus' own oauth2 block", () => {
  test('obtains a token of auth by client credentials and scrapes with it', async () => {
    const samples = await until(async () => {
      const found = await prometheus.api.query('protected_value{job="protected"}');
      return found.length > 0 ? found : undefined;
    }, 'a scrape');
    expect(finiteValues(samples)).toEqual([42]);
    expect(target.seen[0]).toMatchObject({ sub: CLIENT_ID, scope: 'monitor', aud: 'plumbline' });
  });

  test('keeps the token for the scrapes that follow', async () => {
    await until(() => target.seen.length >= SCRAPES, 'more scrapes');
    const metrics = await (await fetch(`${stack.ready.urls.auth}/metrics`)).text();
    expect(metrics).toContain('auth_tokens_issued_total{grant="client_credentials"} 1\n');
  });

  test('is refused with a wrong secret, and the target says why', async () => {
    const down = await until(
      async () =>
        (await prometheus.api.targets()).find(
          ({ labels, health }) => labels['job'] === 'wrong_secret' && health === 'down',
        ),
      'the refused target',
    );
    expect(down.lastError).toContain('invalid_client');
  });
});
