import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { root } from '../../monitoring/test/files.js';
import { runTraffic, type TrafficOptions, type TrafficSummary } from '../../apps/cli/src/traffic/index.js';
import { Prometheus } from './prometheus.js';
import { RaisedDrift } from './raised-drift.js';
import { type Recorded, Recorder } from './recorder.js';
import { RunningStack } from './running-stack.js';
import { Traffic } from './traffic.js';

/** Sent five times, and evaluated after each. */
const STEADY = { scenario: 'steady', count: 4_000, batch: 200, rate: 2_000, labelRate: 0 } as const;
const SEEDS = [1, 2, 3, 4, 5];
/** The later half, which drifts, is all that the window holds in the end. */
const SUDDEN = { scenario: 'sudden', count: 4_000, batch: 200, rate: 10_000, labelRate: 0 } as const;
/** A window holds 2,000 rows, which is what the steady traffic sends in a second; so windows overlap. */
const SETTINGS = { PREDICT_MONITORING_INTERVAL_MS: '500' };

/**
 * Of heart-disease the features that `npm run traffic` moves by default: three quarters of them, numbers first, then
 * categories; of product-category, all of whose features it would move, one. A category becomes one that the reference
 * has, so that no answer names it.
 */
const numbers = ['age', 'chol', 'oldpeak', 'thalach', 'trestbps'];
const models = [
  {
    model: 'heart-disease',
    features: undefined,
    moved: [...numbers, 'cp', 'exang', 'fbs', 'restecg', 'sex'].sort(),
    outside: numbers,
  },
  {
    model: 'product-category',
    features: ['designation'],
    moved: ['designation'],
    outside: ['designation'],
  },
];

let stack: RunningStack;
let prometheus: Prometheus;
let token: string;

beforeAll(async () => {
  stack = await RunningStack.start(SETTINGS);
  prometheus = new Prometheus(stack.ready.urls.prometheus);
  token = await new Traffic(stack.ready.urls, stack.adminPassword).token();
});

afterAll(async () => {
  await stack.stop();
});

const driftOf = (model: string) => new RaisedDrift(prometheus, stack.ready.urls.predict, token, model);

async function send(options: TrafficOptions): Promise<TrafficSummary['models'][number]> {
  const { predict: predictUrl } = stack.ready.urls;
  const summary = await runTraffic({ predictUrl, token: () => token, ...options });
  expect(summary).toMatchObject({ ok: true, models: [{ rows: options.count }] });
  return summary.models[0]!;
}

/** The names of a profile's columns: the features, or what is measured of a text. */
function columnsOf(model: string): string[] {
  const file = readFileSync(join(root, 'models', model, '1/profile.json'), 'utf8');
  const { profile } = JSON.parse(file) as { profile: { columns: readonly { name: string }[] } };
  return profile.columns.map(({ name }) => name).sort();
}

/** The features that columns, or titles of rows in the report, are about. */
const featuresOf = (names: readonly string[]) =>
  [...new Set(names.map((name) => name.split(/[.:]/)[0]!))].sort();

/** The lowest and the highest value of each column of the reference data, where it is a number. */
function limitsOf(model: string): ReadonlyMap<string, readonly [number, number]> {
  const file = readFileSync(join(root, 'models', model, '1/reference.csv.gz'));
  const rows = parse<Record<string, string>>(gunzipSync(file), { columns: true });
  return new Map(
    Object.keys(rows[0]!).map((name) => {
      const values = rows.map((row) => Number(row[name]));
      return [name, [Math.min(...values), Math.max(...values)]];
    }),
  );
}

describe.each(models)('20,000 steady predictions of $model', ({ model }) => {
  const driftShares: (number | undefined)[] = [];
  let during: string;

  beforeAll(async () => {
    const startedAt = Date.now();
    for (const seed of SEEDS) {
      driftShares.push((await send({ ...STEADY, model, seed })).driftShare);
      await driftOf(model).evaluated();
    }
    const seconds = Math.ceil((Date.now() - startedAt) / 1_000);
    during = `${driftOf(model).series}[${seconds}s]`;
  });

  test('are evaluated again and again', async () => {
    const [evaluations] = await prometheus.query(
      `changes(monitoring_last_evaluation_timestamp_seconds${during})`,
    );
    expect(Number(evaluations?.value?.[1])).toBeGreaterThanOrEqual(SEEDS.length - 1);
  });

  test('raise no feature at any time', async () => {
    const highest = `max_over_time(feature_drift_detected${during})`;
    expect(await driftOf(model).features(`${highest} > 0`)).toEqual([]);
    expect(await driftOf(model).features(highest)).toEqual(columnsOf(model));
    expect(await driftOf(model).count()).toBe(0);
  });

  test.each(['prediction_drift_detected', 'data_drift_detected'])('leave %s at 0', async (gauge) => {
    const found = await prometheus.query(`max_over_time(${gauge}${during})`);
    expect(found.map(({ value }) => value?.[1])).toEqual(['0']);
  });

  test('are answered without a word of drift', () => {
    expect(driftShares).toEqual(SEEDS.map(() => 0));
  });
});

describe.each(models)('sudden drift of the traffic of $model', ({ model, features, moved, outside }) => {
  let recorded: readonly Recorded[];

  beforeAll(async () => {
    const recorder = await Recorder.start(stack.ready.urls.predict);
    await send({ ...SUDDEN, model, features, predictUrl: recorder.url });
    recorder.close();
    ({ recorded } = recorder);
    await driftOf(model).evaluated();
  });

  test('raises the gauges of the features that moved and of no others', async () => {
    expect(featuresOf(await driftOf(model).gauges())).toEqual(moved);
  });

  test('shows them and no others in Grafana', async () => {
    const gauges = await driftOf(model).gauges();
    expect(await driftOf(model).counted()).toEqual(gauges);
    expect(await driftOf(model).count()).toBe(gauges.length);
    expect(await driftOf(model).worstFeatures()).toEqual(gauges);
  });

  test('names them and no others in the answer about drift', async () => {
    const answer = await driftOf(model).answer();
    expect(featuresOf(answer)).toEqual(moved);
    expect(answer).toEqual(await driftOf(model).gauges());
  });

  test('marks them and no others in the report', async () => {
    const marked = await driftOf(model).report();
    expect(featuresOf(marked)).toEqual(moved);
    expect(marked).toHaveLength((await driftOf(model).gauges()).length);
  });

  test('names in the answers those that left the reference, from the change on', () => {
    const named = (rows: readonly Recorded[]) => featuresOf(rows.flatMap(({ drift }) => drift));
    expect(recorded).toHaveLength(SUDDEN.count);
    expect(named(recorded.slice(0, SUDDEN.count / 2))).toEqual([]);
    expect(named(recorded.slice(SUDDEN.count / 2))).toEqual(outside);
  });

  test('names a number in an answer where it is beyond all of the reference, and only there', () => {
    const limits = limitsOf(model);
    const isNumber = (row: Recorded['row']) => (name: string) => typeof row[name] === 'number';
    const isBeyond = (row: Recorded['row']) => (name: string) => {
      const [lowest, highest] = limits.get(name)!;
      return Number(row[name]) < lowest || Number(row[name]) > highest;
    };
    const named = recorded.map(({ row, drift }) => drift.filter(isNumber(row)));
    const beyond = recorded.map(({ row }) => Object.keys(row).filter(isNumber(row)).filter(isBeyond(row)));
    expect(named).toEqual(beyond);
  });
});
