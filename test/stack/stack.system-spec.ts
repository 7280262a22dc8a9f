import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTraffic } from '../../apps/cli/src/traffic/index.js';
import { dashboards, monitoring, panels, root, rules, yaml } from '../../monitoring/test/files.js';
import { substitute } from '../../monitoring/test/promql.js';
import { finiteValues, Prometheus } from './prometheus.js';
import { RunningStack, scrapeIntervalS } from './running-stack.js';
import { runTool } from './tools.js';
import { Traffic } from './traffic.js';
import { until } from '../until.js';

const variables = {
  // Grafana makes it at least four times the scrape interval.
  $__rate_interval: `${5 * scrapeIntervalS}s`,
  $__interval: `${scrapeIntervalS}s`,
  $__range: '1m',
  $job: '.*',
  $instance: '.*',
  $model: '.*',
  $version: '.*',
};

/** Nothing is retrained here, and no exporter watches the machine: what these show is asked for where it is. */
const shown = panels().filter(({ file }) => !/^(retraining|system-metrics)\.json$/.test(file));

/** Of compose's profile `machine`. */
const NOT_HERE = ['node', 'cadvisor'];

/**
 * Of declared segments, regressions with an estimate and features compared by a test, which this traffic has none of; specs of
 * predict test their values.
 */
const NOT_IN_TRAFFIC = /\bsegment_|prediction_error_estimated|method=~/;

/** Compare with an hour or a week ago, which the stack has not lived through. */
const NEED_A_PAST = [
  'model:prediction_f1_score:before',
  'model:labelled_predictions:before',
  'model:prediction_error:before',
  'model:prediction_f1_score_estimated:held',
];

const queries = shown
  .flatMap(({ file, title, targets, fieldConfig }) =>
    (targets ?? []).map(({ expr, instant }) => ({
      file,
      title,
      expr,
      instant,
      unit: fieldConfig?.defaults.unit,
    })),
  )
  .filter(({ expr }) => !NOT_IN_TRAFFIC.test(expr));

/** These compare with what is wanted, and may be many times as much. */
const MULTIPLES = ['Labels against the minimum', 'Error against registration'];

/** No panel shows anything below 0, and a share is not far above 1. */
const largest = (title: string, unit: string | undefined) =>
  unit === 'percentunit' && !MULTIPLES.includes(title) ? 1.5 : Infinity;

/** The queries of the documents of the five systems. */
const documented = [
  ...readFileSync(join(root, 'docs/systems.md'), 'utf8').matchAll(/```promql\n(.*?)```/gs),
].flatMap(([, block = '']) => block.trim().split('\n'));

let stack: RunningStack;
let prometheus: Prometheus;
let traffic: Traffic;

/** Asks again, with more traffic in between, until the query has values. @throws what the traffic throws. */
async function untilValues(ask: () => ReturnType<Prometheus['query']>): Promise<number[]> {
  const answer = await until(async () => {
    const values = finiteValues(await ask());
    if (values.length > 0) return { values };
    return traffic.round().then(
      () => undefined,
      (cause: unknown) => ({ cause }),
    );
  }, 'values');
  if ('cause' in answer) throw answer.cause;
  return answer.values;
}

beforeAll(async () => {
  stack = await RunningStack.start();
  prometheus = new Prometheus(stack.ready.urls.prometheus);
  traffic = new Traffic(stack.ready.urls, stack.adminPassword);
});

afterAll(async () => {
  expect(await stack.stop()).toBe(0);
});

describe('targets', () => {
  test('of every job are up', async () => {
    const jobs = yaml<{ scrape_configs: { job_name: string }[] }>('monitoring/prometheus/prometheus.yml');
    const targets = await until(async () => {
      const found = await prometheus.targets();
      return found.length > 0 && found.every(({ health }) => health === 'up') ? found : undefined;
    }, 'all targets up');
    expect(new Set(targets.map(({ labels }) => labels['job']))).toEqual(
      new Set(jobs.scrape_configs.map(({ job_name }) => job_name).filter((job) => !NOT_HERE.includes(job))),
    );
  });

  test('that are probed are named by the probed URL, and pass', async () => {
    const { auth, predict } = stack.ready.urls;
    const probes = await until(async () => {
      const found = await prometheus.query('probe_success{job="api_probe"}');
      return found.length === 2 ? found : undefined;
    }, 'both probes');
    const seen = probes.map(({ metric, value }) => [metric['instance'], metric['service'], value?.[1]]);
    expect(seen.sort()).toEqual(
      [
        [`${auth}/health/ready`, 'auth', '1'],
        [`${predict}/health/ready`, 'predict', '1'],
      ].sort(),
    );
  });

  test('include the Alertmanager that alerts are sent to', async () => {
    const found = await until(async () => (await prometheus.alertmanagers())[0], 'an Alertmanager');
    expect(found.url).toBe(`${stack.ready.urls.alertmanager}/api/v2/alerts`);
  });
});

test('alerts link to the address at which Prometheus is reached', async () => {
  const watchdog = await until(async () => {
    const response = await fetch(`${stack.ready.urls.alertmanager}/api/v2/alerts`);
    return ((await response.json()) as { generatorURL: string }[])[0];
  }, 'the alert');
  expect(watchdog.generatorURL).toMatch(`${stack.ready.urls.prometheus}/graph?`);
});

/** Features that drift: more than half of the model's, so that the data have drifted. */
const DRIFTING = ['age', 'trestbps', 'chol', 'thalach', 'oldpeak', 'cp', 'ca', 'thal'];

/** As many rows as the prediction window holds, of which the later half is far from the reference. */
async function driftingTraffic(): Promise<void> {
  const { auth: authUrl, predict: predictUrl } = stack.ready.urls;
  const credentials = { username: 'admin', password: stack.adminPassword };
  const load = { count: 2_000, batch: 200, rate: 10_000 };
  const drift = { model: 'heart-disease', scenario: 'sudden', features: DRIFTING, strength: 1 } as const;
  const { ok } = await runTraffic({ authUrl, predictUrl, credentials, ...load, ...drift });
  expect(ok).toBe(true);
}

/** Makes every series that panels and names need. */
async function driveTraffic(): Promise<void> {
  await traffic.addClient('stack-test', 'predict');
  await traffic.round();
  await traffic.lockOut('stranger');
  await driftingTraffic();
  await fetch(`${stack.ready.urls.pushgateway}/metrics/job/training`, {
    method: 'PUT',
    body: '# TYPE training_loss gauge\ntraining_loss{epoch="1",reason="stack test"} 0.5\n',
  });
}

describe('dashboards, after traffic', () => {
  beforeAll(driveTraffic);

  test.each(queries)('$file: $title has values: $expr', async ({ title, expr, instant, unit }) => {
    const text = substitute(expr, variables);
    const values = await untilValues(() => (instant ? prometheus.query(text) : prometheus.range(text)));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThanOrEqual(largest(title, unit));
  });

  test.each(Object.entries(dashboards()))('%s offers values to choose from', async (_, { templating }) => {
    for (const { query } of templating.list ?? []) {
      if (typeof query === 'string' || /node\|cadvisor/.test(query.query)) continue;
      const [, match = '', label = ''] = /^label_values\((.+), (\w+)\)$/.exec(query.query) ?? [];
      expect(await prometheus.labelValues(label, substitute(match, variables))).not.toEqual([]);
    }
  });

  test('mark a change of the champion once, by model and version', async () => {
    const [changes] = Object.values(dashboards()).flatMap(({ annotations }) => annotations.list ?? []);
    await traffic.promote('rent', 2);
    const marks = await until(async () => {
      const found = await prometheus.query(changes!.expr);
      return found.length > 0 ? found : undefined;
    }, 'the mark');
    expect(marks.map(({ metric }) => [metric['model'], metric['version']])).toEqual([['rent', '2']]);
  });
});

describe('names and rules, after traffic', () => {
  const names = new Set(rules().flatMap(({ record }) => record ?? []));
  for (const name of NEED_A_PAST) names.delete(name);

  test.each([...names].filter((name) => !NOT_IN_TRAFFIC.test(name)))(
    'the recorded name %s has values',
    async (name) => {
      expect(await untilValues(() => prometheus.query(name))).not.toEqual([]);
    },
  );

  test.each(documented)('the documented query has values: %s', async (expr) => {
    expect(await untilValues(() => prometheus.query(expr))).not.toEqual([]);
  });

  test('what a training run pushed keeps the job it was pushed with', async () => {
    const [loss] = await prometheus.query('training_loss');
    expect(loss?.metric).toEqual({
      __name__: 'training_loss',
      job: 'training',
      epoch: '1',
      reason: 'stack test',
    });
  });

  test('drift is seen, and its alerts wait to be sure', async () => {
    const drifted = await untilValues(() =>
      prometheus.query('data_drift_detected{model="heart-disease"} == 1'),
    );
    expect(drifted).toEqual([1]);
    const pending = await until(
      async () =>
        (await prometheus.rules()).find(({ name, state }) => name === 'DataDrift' && state === 'pending'),
      'the alert',
    );
    expect(pending.health).toBe('ok');
  });

  test('every rule is evaluated without an error and no alert fires but the one that always does', async () => {
    const evaluated = await prometheus.rules();
    expect(new Set(evaluated.map(({ health }) => health))).toEqual(new Set(['ok']));
    expect(evaluated.filter(({ state }) => state === 'firing').map(({ name }) => name)).toEqual(['Watchdog']);
  });
});

describe('the tools of Prometheus and Alertmanager', () => {
  test.each(['auth', 'predict'] as const)('find nothing wrong with what %s exposes', async (service) => {
    const response = await fetch(`${stack.ready.urls[service]}/metrics`);
    const text = await response.text();
    expect(text.match(/^# TYPE /gm)?.length).toBeGreaterThan(20);
    expect(runTool('promtool', ['check', 'metrics'], text)).toEqual({ status: 0, output: '' });
  });

  test('accept the configuration that runs', () => {
    const { status } = runTool('promtool', ['check', 'config', join(stack.ready.config, 'prometheus.yml')]);
    expect(status).toBe(0);
    const alertmanager = join(monitoring, 'alertmanager/alertmanager.yml');
    expect(runTool('amtool', ['check-config', alertmanager]).status).toBe(0);
  });
});
