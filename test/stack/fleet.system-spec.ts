import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  averageScores,
  categorical,
  classScores,
  ConfusionCounts,
  driftTests,
  evaluateWindow,
  numeric,
  prepareProfile,
  type ReferenceProfile,
} from '@plumbline/evaluation';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { MonitoredHeart } from '../../apps/predict/test/monitored-heart.js';
import { type RunningApp, startApp } from '../../apps/predict/test/running-app.js';
import { monitoring } from '../../monitoring/test/files.js';
import { PrometheusProcess } from './prometheus-process.js';
import { until } from '../until.js';

type Row = MonitoredHeart['rows'][number];
type Sample = Awaited<ReturnType<PrometheusProcess['api']['query']>>[number];

interface Labelled {
  readonly actual: string;
  readonly predicted: string;
}

const TOLERANCE = 1e-9;
const CLASSES = ['no_disease', 'disease'];
/** Every row that is sent stays in the windows. */
const WINDOWS = {
  predictions: { size: 1_000, minimum: 200, max_age_s: 3_600 },
  feedback: { size: 1_000, minimum: 50 },
};

let heart: MonitoredHeart;
let profile: ReferenceProfile;
/** Both replicas take rows of the reference that differ from it and from each other, some of them far outside. */
let older: readonly Row[];
let worse: readonly Row[];
let database: TestDatabase;
let replicas: RunningApp[];
let prometheus: PrometheusProcess;
let labelled: Labelled[];

const numberOf = (row: Row, feature: string) => Number(row[feature]);
const sent = () => [...older, ...worse];

/** Sends the rows to a replica, and the truth of every second one: wrong for every fifth. */
async function send(replica: RunningApp, rows: readonly Row[]): Promise<Labelled[]> {
  const { status, body } = await replica.post('/predict/batch', { instances: rows });
  expect(status).toBe(200);
  const predictions = body['predictions'] as { prediction_id: string; prediction: string }[];
  const truths = predictions.flatMap(({ prediction_id, prediction: predicted }, index) => {
    if (index % 2 === 1) return [];
    const actual = index % 5 === 0 ? CLASSES.find((name) => name !== predicted)! : predicted;
    return [{ prediction_id, predicted, actual }];
  });
  const feedback = truths.map(({ prediction_id, actual }) => ({ prediction_id, actual }));
  expect((await replica.post('/feedback/batch', { feedback })).status).toBe(200);
  return truths;
}

const configuration = (targets: readonly string[]) => ({
  global: { scrape_interval: '1s', evaluation_interval: '1s' },
  rule_files: [join(monitoring, 'prometheus/rules/fleet.yml')],
  scrape_configs: [
    {
      job_name: 'prediction_service',
      static_configs: [{ targets: targets.map((url) => new URL(url).host) }],
    },
  ],
});

/** The samples of a rule whose evaluation came after Prometheus held every count. */
async function afterAllCounts(counts: string, total: number, rule: string): Promise<Sample[]> {
  const selector = '{model="heart-disease", window="total"}';
  const [complete] = await until(async () => {
    const found = await prometheus.api.query(`timestamp(sum by (feature) (${counts}) == ${total})`);
    return found.length > 0 ? found : undefined;
  }, `${total} counts`);
  const seen = Number(complete?.value?.[1]);
  return until(async () => {
    const times = await prometheus.api.query(`timestamp(${rule}${selector})`);
    const all = times.length > 0 && times.every(({ value }) => Number(value?.[1]) > seen);
    return all ? prometheus.api.query(`${rule}${selector}`) : undefined;
  }, `${rule} after ${seen}`);
}

const byLabel = (samples: readonly Sample[], label: string) =>
  Object.fromEntries(samples.map(({ metric, value }) => [metric[label]!, Number(value?.[1])]));

/** The score of a method over all rows that were sent, by feature, on the bins of the profile. */
function scores(method: 'psi' | 'jensenshannon'): Record<string, number> {
  return Object.fromEntries(
    profile.columns.map((column) => {
      const numerical = column.kind === 'numerical';
      const sample = (rows: readonly Row[]) => {
        const values = rows.map((row) => numberOf(row, column.name));
        return numerical ? numeric(values) : categorical(values);
      };
      const binning = numerical ? Float64Array.from(column.edges) : 'reference';
      return [
        column.name,
        driftTests[method].score(sample(heart.rows), sample(sent()), { mode: 'evidently', binning }),
      ];
    }),
  );
}

beforeAll(async () => {
  heart = await MonitoredHeart.create(WINDOWS);
  const file = join(heart.repository.path, 'heart-disease/1/profile.json');
  profile = (JSON.parse(readFileSync(file, 'utf8')) as { profile: ReferenceProfile }).profile;
  older = heart.rows.filter((row) => numberOf(row, 'age') >= 55).slice(0, 300);
  worse = heart.rows
    .filter((row) => numberOf(row, 'thalach') < 150)
    .slice(0, 200)
    .map((row, index) => ({ ...row, age: index % 10 === 0 ? 150 : row['age']! }))
    .map((row) => ({ ...row, chol: numberOf(row, 'chol') + 60 }));
  database = await testDatabase();
  const start = () => startApp({ ...heart.environment, DATABASE_URL: database.url });
  replicas = [await start(), await start()];
  prometheus = await PrometheusProcess.start(configuration(replicas.map(({ url }) => url)));
  labelled = [...(await send(replicas[0]!, older)), ...(await send(replicas[1]!, worse))];
});

afterAll(async () => {
  await prometheus.stop();
  for (const replica of replicas) await replica.close();
  await database.close();
  heart.repository.delete();
});

describe('drift over two replicas that took different traffic', () => {
  const counts = 'feature_values_total{model="heart-disease"}';

  test.each(['psi', 'jensenshannon'] as const)('is by %s that of all their rows together', async (method) => {
    const found = byLabel(
      await afterAllCounts(counts, older.length + worse.length, `model_feature:drift:${method}`),
      'feature',
    );
    const expected = scores(method);
    expect(Object.keys(found).sort()).toEqual(Object.keys(expected).sort());
    for (const [feature, score] of Object.entries(expected)) {
      expect([feature, Math.abs(found[feature]! - score) <= TOLERANCE]).toEqual([feature, true]);
    }
    expect(Math.max(...Object.values(expected))).toBeGreaterThan(0.1);
  });

  test('is counted for every prediction with a value that the reference has not seen', async () => {
    const highest = (feature: string) => Math.max(...heart.rows.map((row) => numberOf(row, feature)));
    const limits = ['age', 'chol'].map((feature) => [feature, highest(feature)] as const);
    const outside = worse.filter((row) =>
      limits.some(([feature, limit]) => numberOf(row, feature) > limit),
    ).length;
    expect(outside).toBeGreaterThanOrEqual(20);
    const [drifted] = await until(async () => {
      const found = await prometheus.api.query('sum(drift_count_total{model="heart-disease"}) > 0');
      return found.length > 0 ? found : undefined;
    }, 'the count');
    expect(Number(drifted?.value?.[1])).toBe(outside);
  });
});

describe('F1 over two replicas that took feedback', () => {
  test('is that of all labelled predictions together, and of each class', async () => {
    const counts = new ConfusionCounts(CLASSES);
    for (const { actual, predicted } of labelled) counts.add(actual, predicted);
    const outcomes = 'prediction_outcomes_total{model="heart-disease", outcome=~"tp|fn"}';
    const [f1] = await afterAllCounts(outcomes, labelled.length, 'model:prediction:f1');
    const expected = averageScores(counts, { average: 'binary', positiveClass: 'disease' }).f1!;
    expect(expected).toBeGreaterThan(0.1);
    expect(Math.abs(Number(f1?.value?.[1]) - expected)).toBeLessThanOrEqual(TOLERANCE);
    const perClass = byLabel(
      await afterAllCounts(outcomes, labelled.length, 'model_class:prediction:f1'),
      'class',
    );
    for (const name of CLASSES) {
      expect(Math.abs(perClass[name]! - classScores(counts.of(name)).f1!)).toBeLessThanOrEqual(TOLERANCE);
    }
  });
});

describe('the drift gauges of two replicas behind one database', () => {
  test('agree, and are those of all rows together', async () => {
    const rows = Object.fromEntries(
      profile.columns.map(({ name }) => [name, sent().map((row) => numberOf(row, name))] as const),
    );
    const predictions = sent().map(() => 'disease');
    const window = evaluateWindow(prepareProfile(profile), { rows, predictions, probabilities: null });
    const size = sent().length;
    await until(async () => {
      const complete = `monitoring_window_size{window="predictions"} == ${size}`;
      return (await prometheus.api.query(complete)).length === replicas.length || undefined;
    }, 'both evaluations of every row');
    const samples = await until(async () => {
      const found = await prometheus.api.query('drift_score');
      return found.length === replicas.length * window.columns.length ? found : undefined;
    }, 'every score of both');
    for (const { name, drift } of window.columns) {
      const found = samples.filter(({ metric }) => metric['feature'] === name);
      expect(new Set(found.map(({ metric }) => metric['instance'])).size).toBe(replicas.length);
      for (const { value } of found) {
        expect([name, Math.abs(Number(value?.[1]) - drift!.score) <= TOLERANCE]).toEqual([name, true]);
      }
    }
  });
});
