import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { type RunningApp, tokenFor } from './running-app.js';
import { type ScratchApp, startScratchApp } from './scratch-app.js';
import { type ToyVersion, toyVersion } from './toy-versions.js';
import { publish, withManifest, withReference } from './uploads.js';
import { until } from '../../../test/until.js';

/** The bound of one version, with the series that have no names. */
const MAX_SERIES = 5_000;
const ROWS = 20;

let scratch: ScratchApp;
let app: RunningApp;

beforeAll(async () => {
  scratch = await startScratchApp({
    PREDICT_MONITORING_INTERVAL_MS: '1000',
    PREDICT_MONITORING_BUDGET_MS: '60000',
  });
  ({ app } = scratch);
});
afterAll(() => scratch.close());

const numbered = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, place) => `${prefix}${place}`);

type Series = readonly [series: string, value: number];

/** The series of a model with their values. */
async function seriesOf(model: string): Promise<Series[]> {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  return text
    .split('\n')
    .filter((line) => line.includes(`model="${model}"`))
    .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]);
}

/** The sum of the series that begin so and contain the other texts. */
const sum = (all: readonly Series[], name: string, ...parts: string[]) =>
  all
    .filter(([series]) => series.startsWith(`${name}{`) && parts.every((part) => series.includes(part)))
    .reduce((total, [, value]) => total + value, 0);

const omitted = (all: readonly Series[], kind: string) => sum(all, 'model_series_omitted', `kind="${kind}"`);

/** Publishes version 1; returns its warnings about series. */
async function published(toy: ToyVersion, reference: readonly (readonly unknown[])[]): Promise<string[]> {
  const header = [...toy.features, 'target'];
  const csv = gzipSync([header, ...reference].map((row) => `${row.join()}\n`).join(''));
  const files = withManifest(withReference(toyVersion(toy), csv), (manifest) => {
    manifest['windows'] = {
      feedback: { size: 100, minimum: 4 },
      predictions: { size: 100, minimum: ROWS, max_age_s: 3_600 },
    };
  });
  const { status, body } = await publish(app, toy.name, files);
  expect([status, body['detail']]).toEqual([201, undefined]);
  return (body['warnings'] as string[]).filter((text) => text.includes('/metrics'));
}

/** Predicts the rows and sends their actual values. */
async function predicted(model: string, instances: readonly object[], actual: readonly unknown[]) {
  const { status, body } = await app.post(`/models/${model}/versions/1/predict/batch`, { instances });
  expect([status, body['detail']]).toEqual([200, undefined]);
  const predictions = body['predictions'] as { prediction_id: string }[];
  const feedback = predictions.map(({ prediction_id }, row) => ({ prediction_id, actual: actual[row] }));
  expect((await app.post('/feedback/batch', { feedback })).status).toBe(200);
}

const named = (names: readonly string[], values: readonly unknown[]) =>
  Object.fromEntries(names.map((name, place) => [name, values[place]]));

const monitor = { Authorization: `Bearer ${tokenFor('monitor')}` };

const drift = (model: string) =>
  until(async () => {
    const { status, body } = await app.get(`/models/${model}/drift?version=1`, monitor);
    const found = body['drift'] as { columns: unknown[] } | null;
    return status === 200 && found !== null && found;
  }, 'an evaluation');

describe('a model of 20,000 classes', () => {
  const classes = numbered('', 20_000);
  const toy: ToyVersion = {
    graph: 'whole',
    name: 'many-classes',
    datatype: 'INT64',
    features: ['x'],
    outputs: [{ name: 'out', datatype: 'INT64', shape: [-1, 1], role: 'label' }],
    classes,
    golden: [
      [[1], '1'],
      [[2], '2'],
    ],
  };

  test('has series of the first 100; the others add up', async () => {
    const reference = Array.from({ length: 100 }, (_, row) => [row * 200, row * 200]);
    expect(await published(toy, reference)).toEqual([
      'the model has 20000 classes, labels or targets: on /metrics only the first 100 have series of their own, ' +
        'and counters add up the others as __other__; the drift and quality APIs and the report have all of them',
    ]);
    const rows = [1, 99, 100, 5_000, 19_999];
    await predicted(
      'many-classes',
      rows.map((x) => ({ x })),
      ['1', '98', '100', '6000', '19999'],
    );
    const all = await seriesOf('many-classes');
    expect(all.length).toBeLessThan(MAX_SERIES);
    expect(omitted(all, 'outcomes')).toBe(19_900);
    expect(sum(all, 'predictions_total')).toBe(rows.length);
    expect(sum(all, 'predictions_total', 'prediction_result="99"')).toBe(1);
    expect(sum(all, 'predictions_total', 'prediction_result="__other__"')).toBe(3);
    const other = (outcome: string) =>
      sum(all, 'prediction_outcomes_total', 'class="__other__"', `outcome="${outcome}"`);
    expect([other('tp'), other('fp'), other('fn')]).toEqual([2, 1, 1]);
    expect(sum(all, 'prediction_outcomes_total', 'outcome="fp"', 'class="99"')).toBe(1);
  });
});

describe('a model of 300 labels and 300 features', () => {
  const features = numbered('f', 300);
  const labels = numbered('l', 300);
  const rowOf = (seed: number) => features.map((_, place) => ((place + seed) % 7) / 7);
  const flagsOf = (values: readonly number[]) => values.map((value) => Number(value >= 0.5));
  const flags = (values: readonly number[]) => named(labels, flagsOf(values));
  const toy: ToyVersion = {
    graph: 'numbers',
    name: 'many-labels',
    features,
    outputs: [{ name: 'out', datatype: 'FP32', shape: [-1, 300], role: 'probabilities' }],
    fields: { task: 'multilabel', classes: labels, f1_average: 'macro', metrics: undefined },
    golden: [
      [rowOf(0), flags(rowOf(0))],
      [rowOf(1), flags(rowOf(1))],
    ],
  };

  test('is bounded in the gauges of drift, the counters of labels and the bins', async () => {
    const rows = Array.from({ length: ROWS }, (_, row) => rowOf(row));
    const reference = rows.map((row) => [...row, `"${JSON.stringify(flags(row)).replaceAll('"', '""')}"`]);
    expect(await published(toy, reference)).toHaveLength(2);
    await predicted(
      'many-labels',
      rows.map((row) => named(features, row)),
      rows.map(flags),
    );
    expect((await drift('many-labels')).columns).toHaveLength(300);
    const all = await seriesOf('many-labels');
    expect(all.length).toBeGreaterThan(MAX_SERIES / 4);
    expect(all.length).toBeLessThan(MAX_SERIES);
    expect([omitted(all, 'outcomes'), omitted(all, 'features')]).toEqual([200, 250]);
    expect(sum(all, 'label_predictions_total')).toBe(ROWS * labels.length);
    expect(sum(all, 'label_predictions_total', 'attribute="__other__"')).toBe(ROWS * 200);
    expect(sum(all, 'feature_values_total')).toBe(ROWS * features.length);
    expect(all.filter(([series]) => series.startsWith('drift_score{'))).toHaveLength(350);
    expect(sum(all, 'feature_reference_ratio', 'feature="f0"')).toBeCloseTo(1, 12);
    expect(all.some(([series]) => /^(drift_|feature_reference).*"__other__"/.test(series))).toBe(false);
  });
});

describe('a regression of 1,000 targets', () => {
  const names = numbered('t', 1_000);
  const rowOf = (seed: number) => names.map((_, place) => place + seed);
  const toy: ToyVersion = {
    graph: 'numbers',
    name: 'many-targets',
    features: names,
    outputs: [{ name: 'out', datatype: 'FP32', shape: [-1, 1_000], role: 'value' }],
    fields: { targets: names, metrics: undefined },
    golden: [
      [rowOf(0), named(names, rowOf(0))],
      [rowOf(1), named(names, rowOf(1))],
    ],
  };

  test('has an error for the first 100 targets, and one over all', async () => {
    const rows = Array.from({ length: ROWS }, (_, row) => rowOf(row));
    const text = (row: readonly number[]) => `"${JSON.stringify(named(names, row)).replaceAll('"', '""')}"`;
    await published(
      toy,
      rows.map((row) => [...row, text(row)]),
    );
    await predicted(
      'many-targets',
      rows.map((row) => named(names, row)),
      rows.map((row) =>
        named(
          names,
          row.map((value) => value + 2),
        ),
      ),
    );
    const all = await seriesOf('many-targets');
    expect(all.length).toBeLessThan(MAX_SERIES);
    expect(all.filter(([series]) => series.startsWith('prediction_target_error{'))).toHaveLength(100);
    expect(sum(all, 'prediction_error')).toBe(2);
  });
});

test('a feature of 2,000 categories has bins of the most frequent 100', async () => {
  const categories = Array.from({ length: 2_000 }, (_, place) => place);
  const toy: ToyVersion = {
    graph: 'numbers',
    name: 'many-categories',
    features: ['town'],
    outputs: [{ name: 'out', datatype: 'FP32', shape: [-1, 1], role: 'value' }],
    fields: {
      features: [{ name: 'town', type: 'category', description: 'town', categories, example: 0 }],
      metrics: undefined,
    },
    golden: [
      [[0], 0],
      [[1], 1],
    ],
  };
  const [warning] = await published(
    toy,
    categories.map((place) => [place, place]),
  );
  expect(warning).toMatch(/^town has more than 100 categories: on \/metrics only the 100 most frequent/);
  await predicted(
    'many-categories',
    categories.slice(0, 1_000).map((town) => ({ town })),
    categories,
  );
  const all = await seriesOf('many-categories');
  expect(all.length).toBeLessThan(MAX_SERIES / 10);
  expect(sum(all, 'feature_values_total')).toBe(1_000);
  expect(sum(all, 'feature_values_total', 'bin="__other__"')).toBe(900);
});

test('1,500 features have no more series than 250', async () => {
  const features = numbered('p', 1_500);
  const rowOf = (seed: number) => features.map((_, place) => (place * 31 + seed * 17) % 255);
  const toy: ToyVersion = {
    graph: 'imputed',
    name: 'many-features',
    features,
    outputs: [{ name: 'out', datatype: 'FP32', shape: [-1, 1], role: 'value' }],
    fields: { metrics: undefined },
    golden: [0, 1].map((seed) => [rowOf(seed), rowOf(seed).reduce((total, value) => total + value, 0)]),
  };
  const rows = Array.from({ length: ROWS }, (_, row) => rowOf(row));
  expect(
    await published(
      toy,
      rows.map((row) => [...row, 1]),
    ),
  ).toHaveLength(1);
  await predicted(
    'many-features',
    rows.slice(0, 10).map((row) => named(features, row)),
    rows.map(() => 1),
  );
  const all = await seriesOf('many-features');
  expect(all.length).toBeLessThan(MAX_SERIES);
  expect(omitted(all, 'features')).toBe(1_500 - 250);
  expect(sum(all, 'feature_values_total')).toBe(10 * features.length);
});
